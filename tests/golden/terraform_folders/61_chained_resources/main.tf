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

variable "zones" {
  type    = set(string)
  default = ["a", "b"]
}

resource "aws_vpc" "v" {
  cidr_block = "10.3.0.0/16"
}

resource "aws_subnet" "s" {
  for_each          = var.zones
  vpc_id            = aws_vpc.v.id
  availability_zone = "eu-west-1${each.key}"
  cidr_block        = cidrsubnet(aws_vpc.v.cidr_block, 8, index(sort(var.zones), each.key))
}

resource "aws_route_table" "r" {
  for_each = aws_subnet.s
  vpc_id   = each.value.vpc_id
  tags     = { Zone = each.value.availability_zone, Cidr = each.value.cidr_block }
}

resource "aws_route_table_association" "a" {
  for_each       = aws_route_table.r
  route_table_id = each.value.id
  subnet_id      = aws_subnet.s[each.key].id
}

resource "aws_network_interface" "n" {
  for_each    = { for k, s in aws_subnet.s : k => s.id }
  subnet_id   = each.value
  description = "In ${each.key}"
}

resource "aws_instance" "i" {
  count         = length(aws_subnet.s)
  ami           = "ami-04040404040404040"
  instance_type = "t3.micro"
  subnet_id     = values(aws_subnet.s)[count.index].id
  tags          = { Zone = keys(aws_subnet.s)[count.index] }
}

resource "aws_lb_target_group" "t" {
  name     = "t"
  port     = 80
  protocol = "TCP"
  vpc_id   = aws_vpc.v.id
}

resource "aws_lb_target_group_attachment" "t" {
  for_each         = { for i in range(length(aws_instance.i)) : "i${i}" => aws_instance.i[i] }
  target_group_arn = aws_lb_target_group.t.arn
  target_id        = each.value.id
  port             = 8080 + index(aws_instance.i[*].tags.Zone, each.value.tags.Zone)
}

output "cidrs" {
  value = { for k, r in aws_route_table.r : k => r.tags.Cidr }
}
