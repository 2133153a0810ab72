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

variable "features" {
  type    = set(string)
  default = ["bastion", "logs"]
}

locals {
  on = { for name in ["bastion", "nat", "logs"] : name => contains(var.features, name) }
}

resource "aws_instance" "bastion" {
  count         = local.on.bastion ? 1 : 0
  ami           = "ami-0ffffffffffffffff"
  instance_type = "t4g.nano"
}

resource "aws_eip" "bastion" {
  count    = local.on.bastion ? 1 : 0
  instance = aws_instance.bastion[0].id
  domain   = "vpc"
}

resource "aws_eip" "nat" {
  for_each = local.on.nat ? toset(["a"]) : toset([])
  domain   = "vpc"
}

resource "aws_cloudwatch_log_group" "this" {
  for_each          = local.on["logs"] ? { app = 7, audit = 365 } : {}
  name              = each.key
  retention_in_days = each.value
}

output "bastion_ip" {
  value = one(aws_eip.bastion[*].public_ip)
}

output "nat_ip" {
  value = one([for e in aws_eip.nat : e.public_ip])
}

output "bastion_count" {
  value = length(aws_instance.bastion) + length(aws_eip.nat)
}

output "groups" {
  value = try(aws_cloudwatch_log_group.this["app"].name, "none")
}

output "missing" {
  value = try(aws_eip.nat["a"].public_ip, null)
}
