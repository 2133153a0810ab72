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
  region = "eu-west-1"
}

locals {
  consumers = ["billing", "search", "mail"]
}

resource "aws_sns_topic" "events" {
  name = "events"
}

resource "aws_sqs_queue" "consumer" {
  for_each = toset(local.consumers)
  name     = "events-${each.value}"
}

resource "aws_sns_topic_subscription" "consumer" {
  for_each      = aws_sqs_queue.consumer
  topic_arn     = aws_sns_topic.events.arn
  protocol      = "sqs"
  endpoint      = each.value.arn
  filter_policy = each.key == "mail" ? jsonencode({ kind = ["mail", { prefix = "news" }] }) : null
}

data "aws_iam_policy_document" "queue" {
  for_each = aws_sqs_queue.consumer
  statement {
    actions   = ["sqs:SendMessage"]
    resources = [each.value.arn]
    principals {
      type        = "Service"
      identifiers = ["sns.amazonaws.com"]
    }
    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = [aws_sns_topic.events.arn]
    }
  }
}

resource "aws_sqs_queue_policy" "consumer" {
  for_each  = aws_sqs_queue.consumer
  queue_url = each.value.id
  policy    = data.aws_iam_policy_document.queue[each.key].json
}

output "queue_urls" {
  value = { for k, q in aws_sqs_queue.consumer : k => q.url }
}

output "count" {
  value = length(aws_sqs_queue.consumer)
}

output "first" {
  value = aws_sqs_queue.consumer["billing"].name
}

output "text" {
  value = "topic ${aws_sns_topic.events.arn} has ${length(local.consumers)} consumers"
}
