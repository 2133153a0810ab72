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

module "base" {
  source   = "./base"
  for_each = { blue = 1, green = 2 }
  name     = each.key
  number   = each.value
}

module "wiring" {
  source = "./wiring"
  bases  = module.base
  main   = module.base["blue"]
}

output "all" {
  value = { for k, m in module.base : k => m.info }
}

output "summary" {
  value = module.wiring.summary
}

output "numbers" {
  value = values(module.base)[*].info.number
}
