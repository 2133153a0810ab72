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

variable "count_text" {
  type    = number
  default = "3"
}

variable "flag" {
  type    = bool
  default = "true"
}

variable "labels" {
  type    = set(string)
  default = ["b", "a", "b"]
}

variable "pair" {
  type    = tuple([string, number, bool])
  default = [1, "2", "false"]
}

variable "settings" {
  type = object({
    name   = string
    nested = optional(object({ depth = optional(number, 2), tags = optional(list(string), ["t"]) }), {})
    extra  = optional(any)
  })
}

variable "anything" {
  type    = any
  default = { a = [1, { b = "c" }] }
}

variable "matrix" {
  type    = list(list(number))
  default = [[1, 2], ["3"]]
}

variable "nullable_off" {
  type     = string
  default  = "kept"
  nullable = false
}

resource "aws_sqs_queue" "q" {
  count         = var.count_text
  name          = "${var.settings.name}-${count.index}"
  delay_seconds = var.settings.nested.depth * var.matrix[0][1]
  fifo_queue    = var.flag ? null : true
  tags = {
    Pair   = "${var.pair[0]}/${var.pair[1]}/${var.pair[2]}"
    Labels = join(",", var.labels)
    Deep   = var.anything.a[1].b
  }
}

resource "aws_sns_topic" "t" {
  for_each = toset(concat(tolist(var.labels), var.settings.nested.tags))
  name     = each.key
}

output "settings" {
  value = var.settings
}

output "types" {
  value = [var.count_text + 1, !var.flag, var.labels, var.pair, var.nullable_off]
}
