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

variable "revision" {
  default = 7
}

resource "terraform_data" "release" {
  input            = { revision = var.revision, at = "now" }
  triggers_replace = [var.revision]
}

resource "terraform_data" "names" {
  for_each = toset(["a", "b"])
  input    = upper(each.value)
}

resource "aws_ssm_parameter" "release" {
  name  = "/release"
  type  = "String"
  value = "r${var.revision}"
  lifecycle {
    replace_triggered_by = [terraform_data.release]
  }
}

resource "aws_lambda_permission" "p" {
  for_each      = terraform_data.names
  statement_id  = "Allow${each.value.input}"
  action        = "lambda:InvokeFunction"
  function_name = "fn"
  principal     = "events.amazonaws.com"
}

output "out" {
  value = terraform_data.release.output
}

output "inputs" {
  value = [for n in terraform_data.names : n.input]
}
