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

module "network" {
  source = "./network"
}

module "app" {
  source     = "./app"
  subnet_id  = module.network.subnet_id
  depends_on = [module.network]
}

resource "aws_flow_log" "vpc" {
  vpc_id          = module.network.vpc_id
  traffic_type    = "ALL"
  log_destination = aws_cloudwatch_log_group.flow.arn
  iam_role_arn    = "arn:aws:iam::123456789012:role/flow"
  depends_on      = [module.app, aws_cloudwatch_log_group.flow]
}

resource "aws_cloudwatch_log_group" "flow" {
  name = "flow"
  lifecycle {
    prevent_destroy = true
  }
}

output "app" {
  value      = module.app.private_ip
  depends_on = [aws_flow_log.vpc]
}
