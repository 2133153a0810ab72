terraform {
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      configuration_aliases = [aws.replica]
    }
  }
}

variable "name" { type = string }

module "storage" {
  source = "../storage"
  count  = 2
  name   = "${var.name}-${count.index}"
}

module "replica" {
  source    = "../storage"
  name      = "${var.name}-replica"
  providers = { aws = aws.replica }
}

output "tree" {
  value = {
    main    = module.storage[*].tree
    replica = module.replica.tree
  }
}
