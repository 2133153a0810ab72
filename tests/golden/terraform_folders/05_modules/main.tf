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
  region = "eu-north-1"
}

module "orders" {
  source = "./modules/queue"
  name   = "orders"
}

module "mail" {
  source      = "./modules/queue"
  name        = "mail"
  retention   = 345600
  dead_letter = false
  tags        = { Team = "comms" }
}

resource "aws_ssm_parameter" "urls" {
  for_each = {
    orders = module.orders.url
    mail   = module.mail.url
  }
  name  = "/queues/${each.key}"
  type  = "String"
  value = each.value
}

output "names" {
  value = [module.orders.name, module.mail.name]
}

output "dead_letters" {
  value = concat(module.orders.dead_letter_names, module.mail.dead_letter_names)
}
