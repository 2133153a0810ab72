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

variable "vpc_cidr" {
  default = "172.20.0.0/16"
}

locals {
  tiers = { public = 4, app = 4, data = 6 }
  cidrs = zipmap(keys(local.tiers), cidrsubnets(var.vpc_cidr, values(local.tiers)...))
  zones = ["a", "b"]
  subnets = merge([
    for tier, cidr in local.cidrs : {
      for i, zone in local.zones : "${tier}-${zone}" => {
        cidr = cidrsubnet(cidr, 2, i)
        zone = "eu-west-1${zone}"
        tier = tier
      }
    }
  ]...)
}

resource "aws_vpc" "main" {
  cidr_block                       = var.vpc_cidr
  assign_generated_ipv6_cidr_block = true
}

resource "aws_subnet" "this" {
  for_each                        = local.subnets
  vpc_id                          = aws_vpc.main.id
  cidr_block                      = each.value.cidr
  availability_zone               = each.value.zone
  ipv6_cidr_block                 = cidrsubnet(aws_vpc.main.ipv6_cidr_block, 8, index(keys(local.subnets), each.key))
  assign_ipv6_address_on_creation = each.value.tier == "public"
}

resource "aws_eip" "nat" {
  for_each = toset(local.zones)
  domain   = "vpc"
}

resource "aws_nat_gateway" "this" {
  for_each      = aws_eip.nat
  allocation_id = each.value.id
  subnet_id     = aws_subnet.this["public-${each.key}"].id
}

resource "aws_egress_only_internet_gateway" "this" {
  vpc_id = aws_vpc.main.id
}

resource "aws_route_table" "app" {
  for_each = toset(local.zones)
  vpc_id   = aws_vpc.main.id
}

resource "aws_route" "nat" {
  for_each               = aws_route_table.app
  route_table_id         = each.value.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.this[each.key].id
}

output "hosts" {
  value = {
    gateway = cidrhost(var.vpc_cidr, 1)
    last    = cidrhost(var.vpc_cidr, -2)
    mask    = cidrnetmask(var.vpc_cidr)
    six     = cidrsubnet("fd00:1234::/48", 16, 255)
  }
}
