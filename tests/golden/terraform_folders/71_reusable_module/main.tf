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

locals {
  name = "ex-complete"
  azs  = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
  cidr = "10.40.0.0/16"
}

module "vpc" {
  source = "./modules/vpc"

  name                 = local.name
  cidr                 = local.cidr
  azs                  = local.azs
  private_subnets      = [for k, v in local.azs : cidrsubnet(local.cidr, 8, k)]
  public_subnets       = [for k, v in local.azs : cidrsubnet(local.cidr, 8, k + 4)]
  database_subnets     = [for k, v in local.azs : cidrsubnet(local.cidr, 8, k + 8)]
  private_subnet_names = ["Private A", "Private B"]

  enable_nat_gateway = true
  single_nat_gateway = true

  manage_default_acl = false
  public_acl_rules = [
    { rule_number = 100, cidr_block = "0.0.0.0/0", from_port = 443, to_port = 443 },
    { rule_number = 110, cidr_block = "10.0.0.0/8", protocol = "-1", from_port = 0, to_port = 0 },
  ]

  tags                = { Example = local.name, Repo = "example" }
  public_subnet_tags  = { "kubernetes.io/role/elb" = 1 }
  private_subnet_tags = { "kubernetes.io/role/internal-elb" = 1 }
}

module "nothing" {
  source     = "./modules/vpc"
  create_vpc = false
}

output "vpc_id" {
  value = module.vpc.vpc_id
}

output "nothing" {
  value = [module.nothing.vpc_id, module.nothing.private_subnets]
}

output "cidrs" {
  value = module.vpc.private_subnets_cidr_blocks
}

output "nat_count" {
  value = module.vpc.nat_count
}
