terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.0"
    }
  }
}
locals {
  common = { Owner = "ops", Env = var.env }
}

variable "env" {
  default = "dev"
}

provider "aws" {
  region = "eu-west-1"
  default_tags {
    tags = merge(local.common, { Source = "default" })
  }
}

provider "aws" {
  alias  = "bare"
  region = "eu-west-1"
}

resource "aws_sqs_queue" "inherits" {
  name = "inherits"
}

resource "aws_sqs_queue" "adds" {
  name = "adds"
  tags = { Name = "adds" }
}

resource "aws_sqs_queue" "wins" {
  name = "wins"
  tags = { Owner = "me", Source = "resource" }
}

resource "aws_sqs_queue" "empty" {
  name = "empty"
  tags = {}
}

resource "aws_sqs_queue" "bare" {
  provider = aws.bare
  name     = "bare"
  tags     = { Name = "bare" }
}

resource "aws_autoscaling_group" "own_tags" {
  name                = "g"
  max_size            = 1
  min_size            = 0
  vpc_zone_identifier = ["subnet-1"]
  mixed_instances_policy {
    launch_template {
      launch_template_specification {
        launch_template_id = aws_launch_template.g.id
      }
      dynamic "override" {
        for_each = ["t3.small", "t3a.small"]
        content {
          instance_type = override.value
        }
      }
    }
  }
}

resource "aws_launch_template" "g" {
  name          = "group"
  instance_type = "t3.small"
  dynamic "tag_specifications" {
    for_each = ["instance", "volume"]
    content {
      resource_type = tag_specifications.value
      tags          = local.common
    }
  }
}

resource "aws_s3_bucket" "b" {
  bucket = "b-${var.env}"
  tags   = var.env == "dev" ? null : { Env = "other" }
}
