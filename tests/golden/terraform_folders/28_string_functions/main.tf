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

variable "title" {
  default = "  The Quick-Brown Fox, v2.10  "
}

locals {
  slug    = trim(replace(lower(trimspace(var.title)), "/[^a-z0-9]+/", "-"), "-")
  version = regex("v(\\d+)\\.(\\d+)", var.title)
  named   = regex("v(?P<major>\\d+)\\.(?P<minor>\\d+)", var.title)
  words   = regexall("[A-Za-z]+", var.title)
}

resource "aws_ssm_parameter" "text" {
  for_each = {
    slug     = local.slug
    version  = join(".", local.version)
    major    = tonumber(local.named.major) + 1
    words    = join("|", sort(local.words))
    padded   = format("%05d:%-6s:%6.2f", 42, "ab", 3.14159)
    quoted   = format("%q and %v", "a\"b", [1, "x", true])
    listed   = join(";", formatlist("%s=%d", ["a", "b"], [1, 2]))
    indented = indent(2, "a:\nb: 1\nc: 2")
    reversed = strrev(substr(local.slug, 0, 5))
    trimmed  = trimsuffix(trimprefix("arn:aws:x", "arn:"), ":x")
    titled   = title("hello there")
    chomped  = chomp("line\n")
    split    = element(split(",", "a,b,c"), 2)
    tested   = "${startswith(local.slug, "the")} ${endswith(local.slug, "x")} ${strcontains(local.slug, "brown")}"
    unicode  = "${upper("straße")} ${length("naïve")} ${substr("héllo", 1, 3)}"
    escape   = "tab\there \u00e9 $${x} %%{y}"
  }
  name  = "/text/${each.key}"
  type  = "String"
  value = each.value
}

output "slug" {
  value = local.slug
}

output "named" {
  value = local.named
}
