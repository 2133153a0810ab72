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
  default_tags {
    tags = { ManagedBy = "terraform" }
  }
}

provider "aws" {
  alias  = "dr"
  region = "eu-central-1"
  default_tags {
    tags = { ManagedBy = "terraform", Site = "dr" }
  }
}

module "primary" {
  source = "./vault"
  name   = "primary"
}

module "secondary" {
  source    = "./vault"
  name      = "secondary"
  schedules = { weekly = "cron(0 3 ? * 1 *)" }
  providers = {
    aws = aws.dr
  }
}

output "vaults" {
  value = [module.primary.vault, module.secondary.vault]
}
