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

variable "services" {
  type = map(object({
    image    = string
    port     = number
    replicas = optional(number, 1)
    env      = optional(map(string), {})
    public   = optional(bool, false)
  }))
}

resource "aws_ecs_cluster" "this" {
  name = "services"
}

module "service" {
  source   = "./service"
  for_each = var.services
  name     = each.key
  cluster  = aws_ecs_cluster.this.id
  spec     = each.value
  urls     = { for name, s in var.services : name => "http://${name}.local:${s.port}" if name != each.key }
}

output "public" {
  value = [for name, s in var.services : name if s.public]
}

output "tasks" {
  value = { for name, m in module.service : name => m.family }
}
