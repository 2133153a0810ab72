variable "name" { type = string }
variable "retention" { type = number }
variable "topic_arn" { type = string }
variable "alarms" {
  type    = map(number)
  default = {}
}

resource "aws_cloudwatch_log_group" "this" {
  name              = "/services/${var.name}"
  retention_in_days = var.retention
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each            = var.alarms
  alarm_name          = "${var.name}-${lower(each.key)}"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  metric_name         = each.key
  namespace           = "Services/${title(var.name)}"
  period              = 300
  statistic           = "Sum"
  threshold           = each.value
  alarm_actions       = [var.topic_arn]
}

output "log_group" {
  value = aws_cloudwatch_log_group.this.name
}
