variable "name" { type = string }
variable "cidr" { type = string }
variable "layers" { type = map(number) }

resource "aws_vpc" "this" {
  cidr_block = var.cidr
  tags       = { Name = var.name }
}

resource "aws_subnet" "this" {
  for_each   = var.layers
  vpc_id     = aws_vpc.this.id
  cidr_block = cidrsubnet(var.cidr, 4, each.value)
  tags       = { Name = join("-", [var.name, each.key]) }
}

output "subnet_ids" {
  value = { for k, s in aws_subnet.this : k => s.id }
}

output "cidrs" {
  value = { for k, s in aws_subnet.this : k => s.cidr_block }
}

output "vpc_id" {
  value = aws_vpc.this.id
}
