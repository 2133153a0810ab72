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
  region = "us-east-2"
}

module "platform" {
  source = "./modules/platform"
  env    = "prod"
  cidr   = "10.50.0.0/16"
}

output "subnets" {
  value = module.platform.subnet_cidrs
}

output "vpc" {
  value = module.platform.vpc_id
}
