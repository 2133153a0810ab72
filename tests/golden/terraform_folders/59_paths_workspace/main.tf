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
  env = terraform.workspace == "default" ? "dev" : terraform.workspace
}

module "inner" {
  source = "./inner"
  env    = local.env
}

resource "aws_s3_object" "own" {
  bucket  = "b"
  key     = "own-${local.env}.txt"
  content = file("./own.txt")
}

resource "aws_s3_object" "root" {
  bucket       = "b"
  key          = basename("${path.root}/own.txt")
  content      = fileexists("${path.module}/missing.txt") ? "there" : "not there"
  content_type = dirname("text/plain/x")
}

output "hash" {
  value = module.inner.hash
}
