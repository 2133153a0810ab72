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

variable "teams" {
  default = {
    core = { repos = ["api", "web"], readers = ["data"] }
    data = { repos = ["etl"], readers = [] }
  }
}

locals {
  repos = flatten([
    for team, settings in var.teams : [
      for repo in settings.repos : {
        key     = "${team}/${repo}"
        team    = team
        readers = settings.readers
        policy = {
          rules = [
            for i, count in [5, 10] : {
              rulePriority = i + 1
              selection    = { tagStatus = i == 0 ? "untagged" : "any", countType = "imageCountMoreThan", countNumber = count }
              action       = { type = "expire" }
            }
          ]
        }
      }
    ]
  ])
  by_key = { for r in local.repos : r.key => r }
}

resource "aws_ecr_repository" "this" {
  for_each = local.by_key
  name     = each.key
  encryption_configuration {
    encryption_type = "KMS"
  }
  tags = { Team = each.value.team, Readers = join(" ", each.value.readers) }
}

resource "aws_ecr_lifecycle_policy" "this" {
  for_each   = local.by_key
  repository = aws_ecr_repository.this[each.key].name
  policy     = jsonencode(each.value.policy)
}

resource "aws_iam_group" "reader" {
  for_each = toset([for pair in setproduct(keys(var.teams), ["ro", "rw"]) : "${pair[0]}-${pair[1]}"])
  name     = each.value
}

output "repos_of_team" {
  value = { for r in local.repos : r.team => r.key... }
}

output "first_rule" {
  value = values(local.by_key)[0].policy.rules[0].selection
}
