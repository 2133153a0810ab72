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

variable "size" {
  type    = number
  default = 20
  validation {
    condition     = var.size > 0 && var.size <= 1000
    error_message = "Between 1 and 1000."
  }
}

resource "aws_ebs_volume" "data" {
  availability_zone = "eu-west-1a"
  size              = var.size
  lifecycle {
    prevent_destroy = true
    precondition {
      condition     = var.size > 10
      error_message = "Too small."
    }
  }
}

resource "aws_instance" "host" {
  ami           = "ami-01010101010101010"
  instance_type = "t3.large"
  lifecycle {
    ignore_changes       = [ami, tags["Stamp"]]
    replace_triggered_by = [aws_ebs_volume.data.size]
    postcondition {
      condition     = self.instance_type == "t3.large"
      error_message = "Wrong size."
    }
  }
  timeouts {
    create = "30m"
  }
}

resource "aws_s3_bucket" "all" {
  bucket = "ignored"
  lifecycle {
    ignore_changes = all
  }
}

moved {
  from = aws_s3_bucket.old
  to   = aws_s3_bucket.all
}

check "size" {
  assert {
    condition     = var.size < 100
    error_message = "Rather large."
  }
}

output "size" {
  value = aws_ebs_volume.data.size
  precondition {
    condition     = var.size != 13
    error_message = "Not thirteen."
  }
}
