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

variable "environments" {
  default = ["dev", "prod"]
}

variable "with_bastion" {
  type    = bool
  default = false
}

module "env" {
  source   = "./env"
  for_each = toset(var.environments)
  name     = each.value
  large    = each.value == "prod"
}

module "bastion" {
  source = "./env"
  count  = var.with_bastion ? 1 : 0
  name   = "bastion"
}

locals {
  instance_ids = merge([for name, env in module.env : { for i, id in env.ids : "${name}-${i}" => id }]...)
}

resource "aws_cloudwatch_metric_alarm" "cpu" {
  for_each            = toset(flatten([for name, env in module.env : [for i in range(env.size) : "${name}-${i}"]]))
  alarm_name          = "cpu-${each.key}"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 3
  threshold           = 80
  metric_name         = "CPUUtilization"
  namespace           = "AWS/EC2"
  period              = 60
  statistic           = "Average"
  dimensions          = { InstanceId = local.instance_ids[each.key] }
}

output "bastion" {
  value = length(module.bastion) > 0 ? module.bastion[0].ids[0] : "none"
}

output "sizes" {
  value = { for name, env in module.env : name => env.size }
}
