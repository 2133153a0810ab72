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

variable "people" {
  default = [
    { name = "ann", team = "core", admin = true },
    { name = "bob", team = "core", admin = false },
    { name = "cid", team = "data", admin = false },
  ]
}

locals {
  by_team   = { for p in var.people : p.team => p.name... }
  admins    = toset([for p in var.people : p.name if p.admin])
  pairs     = setproduct(keys(local.by_team), ["read", "write"])
  inverted  = transpose(local.by_team)
  indexes   = { for i, p in var.people : p.name => i }
  all_names = flatten(values(local.by_team))
}

resource "aws_iam_group" "team" {
  for_each = local.by_team
  name     = each.key
  path     = "/teams/"
}

resource "aws_iam_user" "person" {
  for_each = { for p in var.people : p.name => p }
  name     = each.value.name
  tags = {
    Team  = each.value.team
    Index = local.indexes[each.key]
    Admin = contains(local.admins, each.key)
  }
}

resource "aws_iam_policy" "access" {
  for_each = { for pair in local.pairs : join("-", pair) => { team = pair[0], mode = pair[1] } }
  name     = each.key
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = each.value.mode == "read" ? ["s3:Get*"] : ["s3:Put*", "s3:Delete*"]
      Resource = "arn:aws:s3:::team-${each.value.team}/*"
    }]
  })
}

output "by_team" {
  value = local.by_team
}

output "inverted" {
  value = local.inverted
}

output "names" {
  value = local.all_names
}

output "admins" {
  value = local.admins
}
