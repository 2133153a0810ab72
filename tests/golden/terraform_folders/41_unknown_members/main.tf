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

resource "aws_vpc" "main" {
  cidr_block = "10.9.0.0/16"
}

resource "aws_security_group" "a" {
  name_prefix = "a-"
  vpc_id      = aws_vpc.main.id
  tags = {
    Vpc  = aws_vpc.main.id
    Name = "a"
  }
}

resource "aws_vpc_security_group_ingress_rule" "a" {
  security_group_id = aws_security_group.a.id
  cidr_ipv4         = aws_vpc.main.cidr_block
  ip_protocol       = "tcp"
  from_port         = 80
  to_port           = 80
  tags = {
    Group = aws_security_group.a.id
    Port  = 80
  }
}

resource "aws_ssm_parameter" "list" {
  name  = "/ids"
  type  = "StringList"
  value = join(",", [aws_vpc.main.id, aws_security_group.a.id])
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id            = aws_vpc.main.id
  service_name      = "com.amazonaws.eu-west-1.s3"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = [aws_vpc.main.main_route_table_id, "rtb-12345678"]
}

locals {
  mixed = {
    known   = "k"
    unknown = aws_vpc.main.arn
  }
}

output "mixed" {
  value = local.mixed
}

output "lengths" {
  value = [length([aws_vpc.main.id, "b"]), length(keys(local.mixed)), length(distinct(["a", "a"]))]
}

output "lookups" {
  value = [lookup(local.mixed, "known", ""), lookup(local.mixed, "unknown", ""), local.mixed["known"]]
}

output "merged" {
  value = merge(local.mixed, { extra = upper(aws_vpc.main.id) })
}

output "set" {
  value = toset([aws_vpc.main.id, "b"])
}

output "conditional" {
  value = aws_vpc.main.id == "vpc-1" ? "a" : "b"
}

output "both" {
  value = true || aws_vpc.main.enable_network_address_usage_metrics
}

output "text" {
  value = "${aws_vpc.main.cidr_block}!"
}

output "filtered" {
  value = [for k, v in local.mixed : k if k != "unknown"]
}

output "coalesced" {
  value = coalesce("", "first", aws_vpc.main.id)
}

output "tried" {
  value = try(local.mixed.known, aws_vpc.main.id)
}
