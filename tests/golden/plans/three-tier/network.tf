resource "aws_vpc" "main" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_support   = true
  enable_dns_hostnames = true
  tags                 = merge(local.tags, { Name = "web-vpc" })
}

resource "aws_subnet" "public_a" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.0.0/24"
  availability_zone = "us-east-1a"
  tags              = merge(local.tags, { Name = "web-public-a" })
}

resource "aws_subnet" "public_b" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "us-east-1b"
  tags              = merge(local.tags, { Name = "web-public-b" })
}

resource "aws_subnet" "private_a" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.10.0/24"
  availability_zone = "us-east-1a"
  tags              = merge(local.tags, { Name = "web-private-a" })
}

resource "aws_subnet" "private_b" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.11.0/24"
  availability_zone = "us-east-1b"
  tags              = merge(local.tags, { Name = "web-private-b" })
}

resource "aws_internet_gateway" "gateway" {
  vpc_id = aws_vpc.main.id
  tags   = merge(local.tags, { Name = "web-gateway" })
}

resource "aws_eip" "nat_ip" {
  domain     = "vpc"
  tags       = merge(local.tags, { Name = "web-nat" })
  depends_on = [aws_internet_gateway.gateway]
}

resource "aws_nat_gateway" "nat" {
  allocation_id = aws_eip.nat_ip.id
  subnet_id     = aws_subnet.public_a.id
  tags          = merge(local.tags, { Name = "web-nat" })
  depends_on    = [aws_internet_gateway.gateway]
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.main.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.gateway.id
  }
  tags = merge(local.tags, { Name = "web-public" })
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.main.id
  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.nat.id
  }
  tags = merge(local.tags, { Name = "web-private" })
}

resource "aws_route_table_association" "public_a_routes" {
  subnet_id      = aws_subnet.public_a.id
  route_table_id = aws_route_table.public.id
}

resource "aws_route_table_association" "public_b_routes" {
  subnet_id      = aws_subnet.public_b.id
  route_table_id = aws_route_table.public.id
}

resource "aws_route_table_association" "private_a_routes" {
  subnet_id      = aws_subnet.private_a.id
  route_table_id = aws_route_table.private.id
}

resource "aws_route_table_association" "private_b_routes" {
  subnet_id      = aws_subnet.private_b.id
  route_table_id = aws_route_table.private.id
}

resource "aws_security_group" "lb_firewall" {
  name        = "web-load-balancer"
  description = "HTTP from anywhere to the load balancer"
  vpc_id      = aws_vpc.main.id
  ingress {
    description = "HTTP from anywhere"
    protocol    = "tcp"
    from_port   = 80
    to_port     = 80
    cidr_blocks = ["0.0.0.0/0"]
  }
  egress {
    description = "HTTP to the web servers"
    protocol    = "tcp"
    from_port   = 80
    to_port     = 80
    cidr_blocks = [aws_vpc.main.cidr_block]
  }
  tags = merge(local.tags, { Name = "web-load-balancer" })
}

resource "aws_security_group" "web_firewall" {
  name        = "web-servers"
  description = "HTTP from the load balancer to the web servers"
  vpc_id      = aws_vpc.main.id
  ingress {
    description     = "HTTP from the load balancer"
    protocol        = "tcp"
    from_port       = 80
    to_port         = 80
    security_groups = [aws_security_group.lb_firewall.id]
  }
  egress {
    description = "HTTPS for updates and AWS services"
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = ["0.0.0.0/0"]
  }
  egress {
    description = "PostgreSQL to the database"
    protocol    = "tcp"
    from_port   = 5432
    to_port     = 5432
    cidr_blocks = [aws_vpc.main.cidr_block]
  }
  tags = merge(local.tags, { Name = "web-servers" })
}

resource "aws_security_group" "db_firewall" {
  name        = "web-database"
  description = "PostgreSQL from the web servers to the database"
  vpc_id      = aws_vpc.main.id
  ingress {
    description     = "PostgreSQL from the web servers"
    protocol        = "tcp"
    from_port       = 5432
    to_port         = 5432
    security_groups = [aws_security_group.web_firewall.id]
  }
  tags = merge(local.tags, { Name = "web-database" })
}
