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
  region = local.settings.region
  default_tags {
    tags = local.settings.tags
  }
}

locals {
  settings = yamldecode(file("${path.module}/settings.yaml"))
  networks = { for n in local.settings.networks : n.name => n }
}

module "network" {
  source   = "./modules/network"
  for_each = local.networks
  name     = each.key
  cidr     = each.value.cidr
  layers   = try(each.value.layers, ["app"])
  flow     = try(each.value.flow_logs, false)
}

module "budget_alerts" {
  source  = "./modules/alerts"
  emails  = local.settings.emails
  enabled = length(local.settings.emails) > 0
}

output "subnet_count" {
  value = sum([for n in module.network : length(n.subnets)])
}

output "all_subnets" {
  value = merge([for n in module.network : n.subnets]...)
}
