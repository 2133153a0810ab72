resource "aws_cloudwatch_dashboard" "minimal" {
  dashboard_name = "other"
  dashboard_body = jsonencode({ widgets = [] })
}

resource "aws_cloudwatch_dashboard" "body" {
  dashboard_name = "d"
  dashboard_body = jsonencode({ widgets = [{}] })
}
