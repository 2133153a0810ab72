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
  region = "eu-central-1"
}

data "aws_region" "current" {}

data "aws_partition" "current" {}

locals {
  region    = data.aws_region.current.name
  partition = data.aws_partition.current.partition
}

data "aws_iam_policy_document" "kms" {
  statement {
    sid       = "Admin"
    actions   = ["kms:*"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["arn:${local.partition}:iam::123456789012:root"]
    }
  }
  dynamic "statement" {
    for_each = toset(["logs", "sns"])
    content {
      sid       = title(statement.value)
      actions   = ["kms:Decrypt", "kms:GenerateDataKey*"]
      resources = ["*"]
      principals {
        type        = "Service"
        identifiers = ["${statement.value}.${local.region}.amazonaws.com"]
      }
      condition {
        test     = "Bool"
        variable = "kms:ViaService"
        values   = [true]
      }
    }
  }
}

resource "aws_kms_key" "main" {
  description = "Key in ${local.region}"
  policy      = data.aws_iam_policy_document.kms.json
}

resource "aws_sns_topic" "alerts" {
  name              = "alerts-${local.region}"
  kms_master_key_id = aws_kms_key.main.key_id
}

data "aws_iam_policy_document" "topic" {
  statement {
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.alerts.arn]
    principals {
      type        = "Service"
      identifiers = ["budgets.amazonaws.com"]
    }
  }
}

resource "aws_sns_topic_policy" "alerts" {
  arn    = aws_sns_topic.alerts.arn
  policy = data.aws_iam_policy_document.topic.json
}

output "policy" {
  value = jsondecode(data.aws_iam_policy_document.kms.json).Statement[*].Sid
}
