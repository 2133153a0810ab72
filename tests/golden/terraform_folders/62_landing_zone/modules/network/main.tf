variable "name" { type = string }
variable "cidr" { type = string }
variable "layers" { type = list(string) }
variable "flow" { type = bool }

resource "aws_vpc" "this" {
  cidr_block           = var.cidr
  enable_dns_hostnames = true
  tags                 = { Name = var.name }
}

resource "aws_subnet" "this" {
  for_each   = { for i, layer in var.layers : layer => cidrsubnet(var.cidr, 4, i) }
  vpc_id     = aws_vpc.this.id
  cidr_block = each.value
  tags       = { Name = "${var.name}-${each.key}", Layer = each.key }
}

resource "aws_cloudwatch_log_group" "flow" {
  count = var.flow ? 1 : 0
  name  = "/vpc/${var.name}"
}

resource "aws_flow_log" "this" {
  count                    = var.flow ? 1 : 0
  vpc_id                   = aws_vpc.this.id
  traffic_type             = "REJECT"
  log_destination          = aws_cloudwatch_log_group.flow[0].arn
  max_aggregation_interval = 60
}

output "subnets" {
  value = { for k, s in aws_subnet.this : "${var.name}/${k}" => s.cidr_block }
}
