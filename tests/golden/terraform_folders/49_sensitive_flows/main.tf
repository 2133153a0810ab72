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

variable "db" {
  type      = object({ user = string, password = string })
  sensitive = true
  default   = { user = "app", password = "not-a-real-password" }
}

variable "plain" {
  default = "plain"
}

locals {
  secrets = { for k, v in var.db : upper(k) => v }
  token   = sensitive("abc")
}

resource "aws_lambda_function" "app" {
  function_name = "app"
  role          = "arn:aws:iam::123456789012:role/app"
  handler       = "a.b"
  runtime       = "nodejs20.x"
  s3_bucket     = "artifacts"
  s3_key        = "app.zip"
  environment {
    variables = {
      USER  = var.db.user
      MODE  = var.plain
      TOKEN = "t-${local.token}"
    }
  }
}

resource "aws_ssm_parameter" "db" {
  name  = "/db"
  type  = "SecureString"
  value = jsonencode(local.secrets)
}

resource "aws_secretsmanager_secret" "db" {
  name        = "db-${nonsensitive(var.db.user)}"
  description = "${var.plain} and ${nonsensitive(local.token)}"
}

resource "aws_sns_topic" "t" {
  name         = "t"
  display_name = local.token
}

output "user" {
  value     = var.db.user
  sensitive = true
}

output "hash" {
  value     = sha256(var.db.password)
  sensitive = true
}

output "is" {
  value = [issensitive(var.db), issensitive(var.plain)]
}
