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

variable "stacks" {
  type    = number
  default = 1
}

module "stack" {
  source = "./stack"
  count  = var.stacks
  name   = "stack${count.index}"
  parts  = ["in", "out"]
  providers = {
    aws = aws
  }
}

resource "aws_cloudwatch_log_group" "all" {
  name              = "all"
  retention_in_days = 1
}

output "queues" {
  value = flatten(module.stack[*].queues)
}

output "second" {
  value = try(module.stack[1].topics["in"], "there is one only")
}
