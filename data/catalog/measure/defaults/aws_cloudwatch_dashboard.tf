resource "aws_cloudwatch_dashboard" "minimal" {
  dashboard_name = "d"
  dashboard_body = jsonencode({ widgets = [] })
}
