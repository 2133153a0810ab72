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
  region = local.region
}

locals {
  region = "eu-west-1"
  environments = {
    dev  = { size = "small", zones = 1 }
    prod = { size = "large", zones = 3, extra = { alarms = ["cpu", "memory"], window = "sun:03:00-sun:05:00" } }
  }
  sizes = {
    small = { class = "db.t4g.micro", storage = 20 }
    large = { class = "db.m6g.large", storage = 200 }
  }
}

module "database" {
  source   = "./database"
  for_each = local.environments

  name     = each.key
  class    = local.sizes[each.value.size].class
  storage  = local.sizes[each.value.size].storage
  multi_az = each.value.zones > 1
  window   = lookup(lookup(each.value, "extra", {}), "window", null)
  alarms   = toset(try(each.value.extra.alarms, []))
  parameters = [
    { name = "max_connections", value = each.value.zones * 100, apply = "pending-reboot" },
    { name = "log_min_duration_statement", value = "250" },
  ]
}

output "endpoints" {
  value = { for k, d in module.database : k => d.endpoint }
}

output "alarm_names" {
  value = sort(flatten([for d in module.database : d.alarm_names]))
}

output "largest" {
  value = [for k, v in local.environments : k if v.zones == max([for e in local.environments : e.zones]...)][0]
}
