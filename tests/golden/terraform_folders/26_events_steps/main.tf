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
  region = "us-east-1"
}

locals {
  steps = ["extract", "transform", "load"]
  states = {
    for i, step in local.steps : title(step) => merge(
      { Type = "Task", Resource = "arn:aws:states:::lambda:invoke", Parameters = { FunctionName = "etl-${step}" } },
      i == length(local.steps) - 1 ? { End = true } : { Next = title(local.steps[i + 1]) },
    )
  }
}

resource "aws_iam_role" "flow" {
  name_prefix        = "flow-"
  assume_role_policy = file("${path.module}/assume.json")
}

resource "aws_ssm_parameter" "definition" {
  name = "/etl/definition"
  type = "String"
  value = jsonencode({
    StartAt = title(local.steps[0])
    States  = local.states
  })
}

resource "aws_sqs_queue" "etl" {
  name                        = "etl.fifo"
  fifo_queue                  = true
  content_based_deduplication = true
}

resource "aws_cloudwatch_event_rule" "nightly" {
  name                = "nightly"
  schedule_expression = "cron(${join(" ", [0, 3, "*", "*", "?", "*"])})"
}

resource "aws_cloudwatch_event_target" "etl" {
  rule     = aws_cloudwatch_event_rule.nightly.name
  arn      = aws_sqs_queue.etl.arn
  role_arn = aws_iam_role.flow.arn
  input    = jsonencode({ mode = "full", steps = length(local.steps) })
  sqs_target {
    message_group_id = "nightly"
  }
}

output "order" {
  value = join(" > ", [for s in local.steps : title(s)])
}

output "definition_size" {
  value = length(nonsensitive(aws_ssm_parameter.definition.value))
}
