variable "env" { type = string }
variable "cidr" { type = string }

module "network" {
  source = "../network"
  name   = "${var.env}-net"
  cidr   = var.cidr
  layers = { app = 0, data = 1 }
}

resource "aws_db_subnet_group" "data" {
  name       = "${var.env}-data"
  subnet_ids = [module.network.subnet_ids["data"]]
}

resource "aws_elasticache_subnet_group" "data" {
  name       = "${var.env}-cache"
  subnet_ids = values(module.network.subnet_ids)
}

output "subnet_cidrs" {
  value = module.network.cidrs
}

output "vpc_id" {
  value = module.network.vpc_id
}
