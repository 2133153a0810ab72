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

variable "config" {
  type = any
  default = {
    web = { size = "large", disk = { gb = 50 } }
    job = { size = "tiny" }
    odd = null
  }
}

locals {
  sizes = { tiny = "t3.nano", small = "t3.small", large = "m5.large" }
  hosts = {
    for name, host in var.config : name => {
      type = try(local.sizes[host.size], "t3.micro")
      disk = try(host.disk.gb, 8)
      big  = can(host.disk.gb)
    }
  }
  mixed   = true ? 1 : "a"
  list    = false ? [] : ["x"]
  nothing = var.config.odd == null ? "none" : var.config.odd.size
  ladder  = local.hosts.web.disk > 100 ? "huge" : local.hosts.web.disk > 20 ? "big" : "small"
}

resource "aws_instance" "host" {
  for_each      = local.hosts
  ami           = "ami-0eeeeeeeeeeeeeeee"
  instance_type = each.value.type
  ebs_optimized = each.value.big ? true : null
  root_block_device {
    volume_size           = each.value.disk
    delete_on_termination = !each.value.big
  }
  tags = each.value.big || startswith(each.key, "j") ? { Name = each.key, Big = each.value.big } : {}
}

output "ladder" {
  value = [local.mixed, local.list, local.nothing, local.ladder]
}

output "precedence" {
  value = [1 + 2 * 3 - 4 / 2, (1 + 2) * 3 % 5, -2 - -3, !true && false || true, 1 < 2 == true, 10 / 4, 7 % 4]
}

output "compared" {
  value = ["a" == "a", 1 == "1", null == null, [1] == [1], { a = 1 } != { a = 2 }, 2 >= 2]
}
