variable "name" { type = string }
variable "vpc_id" { type = string }
variable "open_ports" { type = list(number) }
variable "from_cidrs" {
  type    = list(string)
  default = []
}
variable "from_groups" {
  type    = map(string)
  default = {}
}

locals {
  cidr_rules  = { for pair in setproduct(var.open_ports, var.from_cidrs) : "${pair[0]}/${pair[1]}" => { port = pair[0], cidr = pair[1] } }
  group_rules = { for pair in setproduct(var.open_ports, keys(var.from_groups)) : "${pair[0]}/${pair[1]}" => { port = pair[0], group = var.from_groups[pair[1]] } }
}

resource "aws_security_group" "this" {
  name   = var.name
  vpc_id = var.vpc_id
  tags   = { Name = var.name }
}

resource "aws_vpc_security_group_ingress_rule" "cidr" {
  for_each          = local.cidr_rules
  security_group_id = aws_security_group.this.id
  cidr_ipv4         = each.value.cidr
  from_port         = each.value.port
  to_port           = each.value.port
  ip_protocol       = "tcp"
}

resource "aws_vpc_security_group_ingress_rule" "group" {
  for_each                     = local.group_rules
  security_group_id            = aws_security_group.this.id
  referenced_security_group_id = each.value.group
  from_port                    = each.value.port
  to_port                      = each.value.port
  ip_protocol                  = "tcp"
}

output "group_id" {
  value = aws_security_group.this.id
}
