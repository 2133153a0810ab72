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
  region = "us-west-1"
}

variable "env" {
  default = "prod"
}

variable "kms_key" {
  type    = string
  default = null
}

variable "extra_tags" {
  type    = map(string)
  default = null
}

locals {
  is_prod   = var.env == "prod"
  size      = local.is_prod ? 100 : 20
  retention = local.is_prod && var.kms_key == null ? 90 : 7
}

resource "aws_kms_key" "this" {
  count                   = var.kms_key == null ? 1 : 0
  description             = "Data"
  deletion_window_in_days = local.is_prod ? 30 : null
  enable_key_rotation     = local.is_prod
}

resource "aws_kms_alias" "this" {
  count         = length(aws_kms_key.this)
  name          = "alias/data"
  target_key_id = aws_kms_key.this[0].key_id
}

resource "aws_ebs_volume" "data" {
  availability_zone = "us-west-1a"
  size              = local.size
  encrypted         = true
  kms_key_id        = var.kms_key != null ? var.kms_key : aws_kms_key.this[0].arn
  iops              = local.is_prod ? 4000 : null
  type              = local.is_prod ? "gp3" : "gp2"
  tags              = var.extra_tags
}

resource "aws_cloudwatch_log_group" "data" {
  name              = "data-${!local.is_prod ? "dev" : "main"}"
  retention_in_days = local.retention
  kms_key_id        = try(aws_kms_key.this[0].arn, null)
  tags              = coalesce(var.extra_tags, { Env = var.env })
}

output "size" {
  value = "${local.size} GiB"
}

output "nothing" {
  value = var.kms_key
}

output "fallback" {
  value = coalesce(var.kms_key, "made here")
}
