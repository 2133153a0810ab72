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

module "queue" {
  source = "./queue"
  name   = "jobs"
  delay  = 5
}

output "name" {
  value       = module.queue.name
  description = "The queue"
}

resource "aws_sns_topic" "jobs" {
  name         = "jobs"
  display_name = "Jobs"
  tags         = { From = "main" }
}
