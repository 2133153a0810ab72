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
  region = "us-east-1"
}

provider "aws" {
  alias  = "west"
  region = "us-west-2"
}

module "app" {
  source = "./modules/app"
  name   = "app"
  providers = {
    aws         = aws
    aws.replica = aws.west
  }
}

output "tree" {
  value = module.app.tree
}
