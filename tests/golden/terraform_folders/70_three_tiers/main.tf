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
  region = var.region
  default_tags {
    tags = { Project = var.project, Environment = var.environment }
  }
}

locals {
  name = "${var.project}-${var.environment}"
  azs  = slice(["a", "b", "c"], 0, var.zone_count)
  subnets = {
    for pair in setproduct(["public", "app", "db"], local.azs) : "${pair[0]}-${pair[1]}" => {
      tier  = pair[0]
      zone  = "${var.region}${pair[1]}"
      index = index(["public", "app", "db"], pair[0]) * 4 + index(local.azs, pair[1])
    }
  }
  by_tier = { for key, s in local.subnets : s.tier => key... }
}

resource "aws_vpc" "this" {
  cidr_block           = var.cidr
  enable_dns_hostnames = true
  tags                 = { Name = local.name }
}

resource "aws_subnet" "this" {
  for_each                = local.subnets
  vpc_id                  = aws_vpc.this.id
  cidr_block              = cidrsubnet(var.cidr, 6, each.value.index)
  availability_zone       = each.value.zone
  map_public_ip_on_launch = each.value.tier == "public"
  tags                    = { Name = "${local.name}-${each.key}", Tier = each.value.tier }
}

resource "aws_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id
}

resource "aws_eip" "nat" {
  count      = var.single_nat ? 1 : length(local.azs)
  domain     = "vpc"
  depends_on = [aws_internet_gateway.this]
}

resource "aws_nat_gateway" "this" {
  count         = length(aws_eip.nat)
  allocation_id = aws_eip.nat[count.index].id
  subnet_id     = aws_subnet.this[local.by_tier.public[count.index]].id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.this.id
}

resource "aws_route" "internet" {
  route_table_id         = aws_route_table.public.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this.id
}

resource "aws_route_table_association" "public" {
  for_each       = toset(local.by_tier["public"])
  subnet_id      = aws_subnet.this[each.value].id
  route_table_id = aws_route_table.public.id
}

module "web" {
  source     = "./tier"
  name       = "${local.name}-web"
  vpc_id     = aws_vpc.this.id
  open_ports = [80, 443]
  from_cidrs = ["0.0.0.0/0"]
}

module "app" {
  source      = "./tier"
  name        = "${local.name}-app"
  vpc_id      = aws_vpc.this.id
  open_ports  = [8080]
  from_groups = { web = module.web.group_id }
}

resource "aws_db_subnet_group" "this" {
  name       = local.name
  subnet_ids = [for key in local.by_tier.db : aws_subnet.this[key].id]
}

resource "aws_db_instance" "this" {
  identifier             = local.name
  engine                 = "mysql"
  engine_version         = "8.0"
  instance_class         = var.environment == "prod" ? "db.m6g.large" : "db.t4g.micro"
  allocated_storage      = 20
  max_allocated_storage  = 100
  username               = "admin"
  password               = var.db_password
  multi_az               = var.environment == "prod"
  db_subnet_group_name   = aws_db_subnet_group.this.name
  vpc_security_group_ids = [module.app.group_id]
  skip_final_snapshot    = var.environment != "prod"
}

output "subnets" {
  value = { for tier, keys in local.by_tier : tier => [for k in keys : aws_subnet.this[k].cidr_block] }
}
