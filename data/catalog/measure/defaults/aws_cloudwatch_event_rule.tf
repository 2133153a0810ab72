resource "aws_cloudwatch_event_rule" "minimal" {
  schedule_expression = "rate(1 day)"
}
