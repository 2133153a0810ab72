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

variable "services" {
  type = map(object({
    retention = number
    alarms    = optional(map(number), {})
  }))
  default = {
    api    = { retention = 30, alarms = { Errors = 5, Throttles = 1 } }
    worker = { retention = 7 }
  }
}

module "service" {
  source   = "./service"
  for_each = var.services

  name      = each.key
  retention = each.value.retention
  alarms    = each.value.alarms
  topic_arn = aws_sns_topic.alerts.arn
}

module "audit" {
  count     = 2
  source    = "./service"
  name      = "audit-${count.index}"
  retention = 365
  topic_arn = aws_sns_topic.alerts.arn
}

resource "aws_sns_topic" "alerts" {
  name = "alerts"
}

output "groups" {
  value = { for name, service in module.service : name => service.log_group }
}

output "audit_groups" {
  value = module.audit[*].log_group
}
