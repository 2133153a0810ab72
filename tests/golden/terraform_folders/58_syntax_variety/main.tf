terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.0"
    }
  }
}
// a comment
provider "aws" { region = "eu-west-1" } # another

/* a longer
   comment */
variable "a" { default = 1 }
variable "list" { default = [
  "x", # first
  "y", // second
] }

locals {
  one_line = { a = 1, b = "two", "c-d" = [3], (join("", ["e", "f"])) = 5, 7 = "seven" }
  quoted   = { "key with space" = 1, "${"in"}ner" : 2 }
  multi = (
    var.a > 0
    ? "positive"
    : "negative"
  )
  sum = (1 +
  2)
  calls = concat(
    ["a"],
    [for x in var.list : upper(x)],
  )
  index       = local.one_line["c-d"][0]
  nested      = [[1, 2], [3, [4]]][1][1][0]
  legacy      = var.list.0
  escaped     = "tab\t newline\n quote\" backslash\\ unicode\u00fc \U0001F600 dollar$ percent% $${a} %%{b}"
  empty       = ""
  neg         = -var.a
  hex         = parseint("1f", 16)
  long_number = 12345678901234567890
  tiny        = 0.000001
  each_of     = [for k, v in { b = 1, a = 2 } : "${k}${v}"]
  cond_for    = { for i, v in ["p", "q", "r"] : i => v if i % 2 == 0 }
  expanded    = max([3, 9, 4]...)
}

resource "aws_ssm_parameter" "p" {
  name = "p"
  type = "String"
  value = jsonencode({ for k, v in {
    one_line = local.one_line, quoted = local.quoted, multi = local.multi, sum = local.sum, calls = local.calls
    index    = local.index, nested = local.nested, legacy = local.legacy, escaped = local.escaped
    empty    = local.empty, neg = local.neg, hex = local.hex, long = local.long_number, tiny = local.tiny
    each_of  = local.each_of, cond_for = local.cond_for, expanded = local.expanded
  } : k => v })
}

resource "aws_sns_topic" "unquoted" { name = "unquoted" }

output "o" { value = local.escaped }
output "l" { value = [local.long_number, local.tiny, local.one_line] }
