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

variable "maybe" {
  type    = string
  default = null
}

module "defaults" {
  source = "./queue"
}

module "nulls" {
  source      = "./queue"
  name        = var.maybe
  delay       = null
  tags        = null
  strict_name = var.maybe
}

module "given" {
  source = "./queue"
  name   = "given"
  delay  = 15
  tags   = { a = null, b = "x" }
  settings = {
    retention = null
    inner     = { limit = 10 }
  }
}

output "names" {
  value = [module.defaults.name, module.nulls.name, module.given.name]
}

output "settings" {
  value = [module.defaults.settings, module.given.settings]
}
