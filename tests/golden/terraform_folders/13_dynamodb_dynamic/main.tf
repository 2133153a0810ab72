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
  region = "eu-west-3"
}

variable "tables" {
  type = map(object({
    hash_key  = string
    range_key = optional(string)
    ttl       = optional(string)
    indexes = optional(list(object({
      name       = string
      hash_key   = string
      projection = optional(string, "ALL")
    })), [])
  }))
  default = {
    users = { hash_key = "id" }
    events = {
      hash_key  = "user"
      range_key = "at"
      ttl       = "expires"
      indexes   = [{ name = "by-kind", hash_key = "kind" }]
    }
  }
}

resource "aws_dynamodb_table" "this" {
  for_each     = var.tables
  name         = each.key
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = each.value.hash_key
  range_key    = each.value.range_key

  dynamic "attribute" {
    for_each = distinct(compact(concat(
      [each.value.hash_key, each.value.range_key],
      each.value.indexes[*].hash_key,
    )))
    content {
      name = attribute.value
      type = "S"
    }
  }

  dynamic "global_secondary_index" {
    for_each = each.value.indexes
    content {
      name            = global_secondary_index.value.name
      hash_key        = global_secondary_index.value.hash_key
      projection_type = global_secondary_index.value.projection
    }
  }

  dynamic "ttl" {
    for_each = each.value.ttl[*]
    content {
      attribute_name = ttl.value
      enabled        = true
    }
  }

  point_in_time_recovery {
    enabled = each.key == "users"
  }
}

output "arns" {
  value = values(aws_dynamodb_table.this)[*].arn
}

output "keys_by_table" {
  value = { for name, t in aws_dynamodb_table.this : name => "${t.hash_key}${t.range_key == null ? "" : "/${t.range_key}"}" }
}
