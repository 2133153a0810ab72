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

locals {
  plans = {
    gold   = { schedule = "cron(0 1 * * ? *)", keep = 90, cold = 30 }
    bronze = { schedule = "cron(0 5 ? * SUN *)", keep = 14 }
  }
  tag_filter = { Backup = "gold", Env = "prod" }
}

resource "aws_backup_vault" "v" {
  name = "vault"
}

resource "aws_backup_plan" "p" {
  for_each = local.plans
  name     = each.key
  rule {
    rule_name         = "${each.key}-rule"
    target_vault_name = aws_backup_vault.v.name
    schedule          = each.value.schedule
    start_window      = 60
    dynamic "lifecycle" {
      for_each = [each.value]
      content {
        cold_storage_after = try(lifecycle.value.cold, null)
        delete_after       = lifecycle.value.keep + (can(lifecycle.value.cold) ? 90 : 0)
      }
    }
  }
}

resource "aws_backup_selection" "s" {
  name         = "s"
  plan_id      = aws_backup_plan.p["gold"].id
  iam_role_arn = "arn:aws:iam::123456789012:role/backup"
  dynamic "selection_tag" {
    for_each = local.tag_filter
    content {
      type  = "STRINGEQUALS"
      key   = selection_tag.key
      value = selection_tag.value
    }
  }
}

resource "aws_iam_openid_connect_provider" "ci" {
  url             = "https://ci.example.com"
  client_id_list  = ["sts.amazonaws.com"]
  thumbprint_list = ["0123456789abcdef0123456789abcdef01234567"]
}

resource "aws_glue_catalog_database" "db" {
  count = 2
  name  = format("db_%02d", count.index + 1)
}

output "plan_names" {
  value = [for p in aws_backup_plan.p : p.name]
}
