locals {
  len_public_subnets  = max(length(var.public_subnets), 0)
  len_private_subnets = length(var.private_subnets)
  max_subnet_length   = max(local.len_private_subnets, local.len_public_subnets, length(var.database_subnets))
  nat_gateway_count   = var.single_nat_gateway ? 1 : var.one_nat_gateway_per_az ? length(var.azs) : local.max_subnet_length
  vpc_id              = try(aws_vpc.this[0].id, "")
  create_public       = var.create_vpc && local.len_public_subnets > 0
}

resource "aws_vpc" "this" {
  count                = var.create_vpc ? 1 : 0
  cidr_block           = var.cidr
  enable_dns_hostnames = true
  tags = merge(
    { "Name" = var.name },
    var.tags,
    var.vpc_tags,
  )
}

resource "aws_subnet" "public" {
  count                   = local.create_public && (!var.one_nat_gateway_per_az || local.len_public_subnets >= length(var.azs)) ? local.len_public_subnets : 0
  availability_zone       = length(regexall("^[a-z]{2}-", element(var.azs, count.index))) > 0 ? element(var.azs, count.index) : null
  cidr_block              = element(concat(var.public_subnets, [""]), count.index)
  vpc_id                  = local.vpc_id
  map_public_ip_on_launch = true
  tags = merge(
    { Name = format("${var.name}-public-%s", element(var.azs, count.index)) },
    var.tags,
    var.public_subnet_tags,
  )
}

resource "aws_subnet" "private" {
  count             = var.create_vpc && local.len_private_subnets > 0 ? local.len_private_subnets : 0
  availability_zone = element(var.azs, count.index)
  cidr_block        = var.private_subnets[count.index]
  vpc_id            = local.vpc_id
  tags = merge(
    {
      Name = try(
        var.private_subnet_names[count.index],
        format("${var.name}-private-%s", element(var.azs, count.index))
      )
    },
    var.tags,
    var.private_subnet_tags,
  )
}

resource "aws_subnet" "database" {
  count             = var.create_vpc ? length(var.database_subnets) : 0
  availability_zone = element(var.azs, count.index)
  cidr_block        = var.database_subnets[count.index]
  vpc_id            = local.vpc_id
  tags              = merge({ Name = "${var.name}-db-${count.index}" }, var.tags)
}

resource "aws_db_subnet_group" "database" {
  count       = var.create_vpc && length(var.database_subnets) > 0 ? 1 : 0
  name        = lower(coalesce(null, "${var.name}-db"))
  description = "Database subnet group for ${var.name}"
  subnet_ids  = aws_subnet.database[*].id
  tags        = merge({ "Name" = lower(var.name) }, var.tags)
}

resource "aws_internet_gateway" "this" {
  count  = local.create_public ? 1 : 0
  vpc_id = local.vpc_id
  tags   = merge({ "Name" = var.name }, var.tags)
}

resource "aws_route_table" "private" {
  count  = var.create_vpc && local.max_subnet_length > 0 ? local.nat_gateway_count : 0
  vpc_id = local.vpc_id
  tags = merge(
    { "Name" = var.single_nat_gateway ? "${var.name}-private" : format("${var.name}-private-%s", element(var.azs, count.index)) },
    var.tags,
  )
}

resource "aws_eip" "nat" {
  count      = var.create_vpc && var.enable_nat_gateway ? local.nat_gateway_count : 0
  domain     = "vpc"
  tags       = merge({ "Name" = format("${var.name}-%s", element(var.azs, var.single_nat_gateway ? 0 : count.index)) }, var.tags)
  depends_on = [aws_internet_gateway.this]
}

resource "aws_nat_gateway" "this" {
  count         = var.create_vpc && var.enable_nat_gateway ? local.nat_gateway_count : 0
  allocation_id = element(aws_eip.nat[*].id, var.single_nat_gateway ? 0 : count.index)
  subnet_id     = element(aws_subnet.public[*].id, var.single_nat_gateway ? 0 : count.index)
  tags          = var.tags
}

resource "aws_route" "private_nat" {
  count                  = var.create_vpc && var.enable_nat_gateway ? local.nat_gateway_count : 0
  route_table_id         = element(aws_route_table.private[*].id, count.index)
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = element(aws_nat_gateway.this[*].id, count.index)
  timeouts {
    create = "5m"
  }
}

resource "aws_route_table_association" "private" {
  count          = local.len_private_subnets > 0 && var.create_vpc ? local.len_private_subnets : 0
  subnet_id      = element(aws_subnet.private[*].id, count.index)
  route_table_id = element(aws_route_table.private[*].id, var.single_nat_gateway ? 0 : count.index)
}

resource "aws_network_acl" "public" {
  count      = local.create_public && length(var.public_acl_rules) > 0 ? 1 : 0
  vpc_id     = local.vpc_id
  subnet_ids = aws_subnet.public[*].id
  tags       = merge({ "Name" = "${var.name}-public" }, var.tags)
}

resource "aws_network_acl_rule" "public_inbound" {
  count          = local.create_public ? length(var.public_acl_rules) : 0
  network_acl_id = aws_network_acl.public[0].id
  egress         = false
  rule_number    = var.public_acl_rules[count.index]["rule_number"]
  rule_action    = lookup(var.public_acl_rules[count.index], "rule_action", "allow")
  from_port      = lookup(var.public_acl_rules[count.index], "from_port", null)
  to_port        = lookup(var.public_acl_rules[count.index], "to_port", null)
  protocol       = lookup(var.public_acl_rules[count.index], "protocol", "tcp")
  cidr_block     = lookup(var.public_acl_rules[count.index], "cidr_block", null)
}
