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
  a       = ["x", "y", "z", "x"]
  chunks  = chunklist(distinct(local.a), 2)
  zipped  = zipmap(["one", "two"], [1, 2])
  matched = matchkeys(["i-1", "i-2", "i-3"], ["a", "b", "a"], ["a"])
  sets = {
    union     = setunion(["a", "b"], ["b", "c"])
    common    = setintersection(["a", "b"], ["b", "c"])
    leftovers = setsubtract(["a", "b"], ["b"])
  }
  sliced = slice(range(10, 20), 2, 5)
}

resource "aws_ssm_parameter" "sum" {
  name  = "/numbers/sum"
  type  = "StringList"
  value = join(",", [sum(local.sliced), max(local.sliced...), min(1, -2), abs(-4.5), ceil(1.2), floor(1.8), pow(2, 8), signum(-3), parseint("ff", 16)])
}

resource "aws_sqs_queue" "chunk" {
  for_each                  = { for i, c in local.chunks : "chunk${i}" => c }
  name                      = "${each.key}-${join("", each.value)}"
  delay_seconds             = index(local.a, each.value[0]) * 10
  max_message_size          = lookup({ chunk0 = 2048 }, each.key, 4096)
  receive_wait_time_seconds = contains(each.value, "z") ? 20 : 0
}

resource "aws_sns_topic" "set" {
  for_each = local.sets.union
  name     = "topic-${each.key}"
  tags = {
    Common = contains(local.sets.common, each.value)
    Any    = anytrue([each.key == "a", each.key == "b"])
    All    = alltrue([for s in local.sets.leftovers : s == each.key])
  }
}

output "everything" {
  value = {
    zipped   = local.zipped
    matched  = local.matched
    sets     = local.sets
    compact  = compact(["a", "", null])
    coalesce = coalescelist([], [1])
    reversed = reverse(local.a)
    flat     = flatten([["a"], [["b"]], []])
    keys     = keys(local.zipped)
    values   = values(local.zipped)
    product  = setproduct(["a"], [1, 2])
    one      = one(["only"])
    merged   = merge(local.zipped, { three = 3 }, null)
  }
}
