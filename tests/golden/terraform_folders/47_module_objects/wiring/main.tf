variable "bases" {
  type = map(object({ info = object({ name = string, arn = string, number = number }) }))
}

variable "main" {
  type = any
}

resource "aws_sqs_queue" "this" {
  for_each      = var.bases
  name          = "from-${each.value.info.name}"
  delay_seconds = each.value.info.number * 10
}

resource "aws_sns_topic_subscription" "this" {
  for_each  = var.bases
  topic_arn = each.value.info.arn
  protocol  = "sqs"
  endpoint  = aws_sqs_queue.this[each.key].arn
}

resource "aws_cloudwatch_metric_alarm" "main" {
  alarm_name          = "${var.main.topic.name}-silent"
  comparison_operator = "LessThanThreshold"
  evaluation_periods  = 1
  threshold           = 1
  metric_name         = "NumberOfMessagesPublished"
  namespace           = "AWS/SNS"
  period              = 3600
  statistic           = "Sum"
  dimensions          = { TopicName = var.main.info.name }
  treat_missing_data  = "breaching"
}

output "summary" {
  value = join(" ", [for k, b in var.bases : "${k}=${b.info.number}"])
}
