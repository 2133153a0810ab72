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

variable "ports" {
  type    = map(list(number))
  default = { web = ["80", 443], none = [] }
}

variable "users" {
  type    = set(object({ name = string, age = optional(number) }))
  default = [{ name = "b", age = 3 }, { name = "a" }, { name = "b", age = "3" }]
}

variable "flags" {
  type    = map(bool)
  default = { a = "true", b = false }
}

variable "loose" {
  default = [1, "two", true]
}

resource "aws_sqs_queue" "text_numbers" {
  name                       = 12345
  delay_seconds              = "90"
  visibility_timeout_seconds = 1.5e2
  fifo_queue                 = "false"
  tags = {
    Bool   = true
    Number = 1.50
    Big    = 123456789012
    Text   = "x"
    Joined = join("", var.loose)
  }
}

resource "aws_cloudwatch_metric_alarm" "numbers" {
  alarm_name          = "n"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = "2"
  threshold           = "0.10"
  metric_name         = "m"
  namespace           = "n"
  period              = 60.0
  extended_statistic  = "p99.9"
  actions_enabled     = var.flags.a ? "true" : "false"
}

resource "aws_security_group" "attributes" {
  name = "attributes"
  ingress = [
    for port in var.ports.web : {
      from_port        = port
      to_port          = port
      protocol         = "tcp"
      cidr_blocks      = ["10.0.0.0/8"]
      description      = null
      ipv6_cidr_blocks = null
      prefix_list_ids  = null
      security_groups  = null
      self             = null
    }
  ]
  egress = []
}

output "users" {
  value = var.users
}

output "converted" {
  value = {
    list = tolist(["a", 1, true])
    set  = toset(["b", "a", "b"])
    map  = tomap({ a = 1, b = "x" })
    num  = tonumber("42.0") + 1
    str  = tostring(1e3)
    bool = tobool("true")
    sums = [0.1 + 0.2, 1 / 3, 1e21, 5 / 2.5, 2 * 0.5]
  }
}
