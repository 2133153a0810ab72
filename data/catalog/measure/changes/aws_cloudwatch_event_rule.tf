resource "aws_cloudwatch_event_rule" "minimal" {
  schedule_expression = "other"
  description         = "other"
  event_bus_name      = "other"
  event_pattern       = "{\"A\":[\"b\"]}"
  force_destroy       = true
  is_enabled          = true
  name                = "other"
  role_arn            = "arn:aws:iam::123456789012:role/other"
  tags                = { A = "b" }
}

resource "aws_cloudwatch_event_rule" "second" {
  schedule_expression = "rate(1 day)"
  state               = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"
}

resource "aws_cloudwatch_event_rule" "prefix" {
  name_prefix         = "other"
  schedule_expression = "rate(1 day)"
}
