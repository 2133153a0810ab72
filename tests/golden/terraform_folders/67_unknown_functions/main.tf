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

resource "aws_sns_topic" "t" {
  count = 2
  name  = "t${count.index}"
}

resource "aws_vpc" "v" {
  cidr_block = "10.0.0.0/16"
}

locals {
  u    = aws_sns_topic.t[0].arn
  list = [local.u, "b", "a"]
  map  = { x = local.u, y = "known" }
}

output "lists" {
  value = {
    chunk    = chunklist(local.list, 2)
    concat   = concat(local.list, ["z"])
    element  = [element(local.list, 0), element(local.list, 1)]
    reverse  = reverse(local.list)
    slice    = slice(local.list, 1, 3)
    flatten  = flatten([["k"], [local.u]])
    length   = length(local.list)
    one      = one([local.u])
    first    = local.list[1]
    splat    = aws_sns_topic.t[*].name
    format   = formatlist("%s!", local.list)
    filtered = [for x in ["p", "q"] : "${x}${local.u}" if x == "p"]
  }
}

output "whole" {
  value = {
    sort     = sort(local.list)
    distinct = distinct(local.list)
    compact  = compact(local.list)
    join     = join(",", local.list)
    json     = jsonencode(local.map)
    format   = format("%s-%s", "a", local.u)
    index    = index(local.list, "b")
    contains = [contains(local.list, "a"), contains(local.list, "nowhere")]
    split    = split(":", local.u)
    lengthof = length(local.u)
    upper    = upper(local.u)
    max      = max(1, length(local.u))
    replace  = replace(local.u, "a", "b")
    encode   = base64encode(local.u)
    equal    = [local.u == "x", local.u == null, local.u != ""]
    all      = [alltrue([false, local.u == "x"]), anytrue([true, local.u == "x"])]
  }
}

output "maps" {
  value = {
    keys    = keys(local.map)
    values  = values(local.map)
    lookup  = [lookup(local.map, "y", "d"), lookup(local.map, "z", local.u)]
    merge   = merge(local.map, { y = "new", z = 1 })
    zipmap  = zipmap(["a", "b"], [local.u, 1])
    invert  = { for k, v in local.map : k => upper(v) }
    matched = matchkeys([local.u, "b"], ["x", "y"], ["x"])
  }
}

output "sets" {
  value = {
    product  = setproduct(["a"], [local.u, "b"])
    union    = setunion(["a"], ["b"])
    tolist   = tolist([local.u, 1])
    tomap    = tomap({ a = local.u, b = 1 })
    coalesce = [coalesce("first", local.u), try(local.u, "x")]
    lists    = coalescelist([], [local.u])
  }
}

output "templates" {
  value = {
    inside      = "x ${local.u} y"
    directive   = "%{if true}yes%{else}${local.u}%{endif}"
    conditional = true ? "known" : local.u
    other       = local.u == "x" ? "same" : "same"
    math        = length(aws_sns_topic.t) + 1
    cidr        = cidrsubnet(aws_vpc.v.cidr_block, 8, 3)
    ipv6        = cidrsubnet(aws_vpc.v.ipv6_cidr_block, 8, 3)
  }
}
