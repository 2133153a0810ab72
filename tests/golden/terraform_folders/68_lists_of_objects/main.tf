terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.0"
    }
  }
}
provider "aws" {
  region = "us-west-2"
}

variable "alarms" {
  type = list(object({
    name      = string
    metric    = string
    threshold = number
    queues    = optional(list(string), [])
  }))
  default = [
    { name = "deep", metric = "ApproximateNumberOfMessagesVisible", threshold = 1000, queues = ["a", "b"] },
    { name = "old", metric = "ApproximateAgeOfOldestMessage", threshold = 0.5, queues = ["a"] },
    { name = "unused", metric = "NumberOfMessagesSent", threshold = 1 },
  ]
}

locals {
  pairs = merge([
    for alarm in var.alarms : {
      for queue in alarm.queues : "${alarm.name}:${queue}" => merge(alarm, { queue = queue })
    }
  ]...)
  by_queue = { for key, pair in local.pairs : pair.queue => pair.threshold... }
  queues   = toset(flatten(var.alarms[*].queues))
}

resource "aws_sqs_queue" "q" {
  for_each = local.queues
  name     = each.key
}

resource "aws_cloudwatch_metric_alarm" "a" {
  for_each            = local.pairs
  alarm_name          = replace(each.key, ":", "-")
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  metric_name         = each.value.metric
  namespace           = "AWS/SQS"
  period              = 60
  statistic           = "Maximum"
  threshold           = each.value.threshold
  dimensions          = { QueueName = aws_sqs_queue.q[each.value.queue].name }
}

output "by_queue" {
  value = local.by_queue
}

output "unused" {
  value = [for a in var.alarms : a.name if length(a.queues) == 0]
}
