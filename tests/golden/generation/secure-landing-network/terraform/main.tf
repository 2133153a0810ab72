resource "aws_vpc" "network" {
  cidr_block           = "10.70.0.0/16"
  enable_dns_hostnames = true

  tags = {
    Environment = var.environment
    Owner       = "network-team"
    CostCenter  = "CC-1014"
    Application = "secure-landing-network"
    Name        = var.name
  }
}

resource "aws_internet_gateway" "network_gateway" {
  vpc_id = aws_vpc.network.id

  tags = {
    Environment = var.environment
    Owner       = "network-team"
    CostCenter  = "CC-1014"
    Application = "secure-landing-network"
    Name        = "${var.name}-gateway"
  }
}

resource "aws_subnet" "outer_a" {
  vpc_id            = aws_vpc.network.id
  cidr_block        = "10.70.0.0/24"
  availability_zone = "us-east-1a"

  tags = {
    Environment = var.environment
    Owner       = "network-team"
    CostCenter  = "CC-1014"
    Application = "secure-landing-network"
    Name        = "${var.name}-outer-a"
  }
}

resource "aws_route_table" "outer_a_routes" {
  vpc_id = aws_vpc.network.id

  tags = {
    Environment = var.environment
    Owner       = "network-team"
    CostCenter  = "CC-1014"
    Application = "secure-landing-network"
    Name        = "${var.name}-outer-a-routes"
  }

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.network_gateway.id
  }
}

resource "aws_route_table_association" "outer_a_routed" {
  subnet_id      = aws_subnet.outer_a.id
  route_table_id = aws_route_table.outer_a_routes.id
}

resource "aws_subnet" "outer_b" {
  vpc_id            = aws_vpc.network.id
  cidr_block        = "10.70.1.0/24"
  availability_zone = "us-east-1b"

  tags = {
    Environment = var.environment
    Owner       = "network-team"
    CostCenter  = "CC-1014"
    Application = "secure-landing-network"
    Name        = "${var.name}-outer-b"
  }
}

resource "aws_route_table" "outer_b_routes" {
  vpc_id = aws_vpc.network.id

  tags = {
    Environment = var.environment
    Owner       = "network-team"
    CostCenter  = "CC-1014"
    Application = "secure-landing-network"
    Name        = "${var.name}-outer-b-routes"
  }

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.network_gateway.id
  }
}

resource "aws_route_table_association" "outer_b_routed" {
  subnet_id      = aws_subnet.outer_b.id
  route_table_id = aws_route_table.outer_b_routes.id
}

resource "aws_eip" "way_out_a_ip" {
  domain = "vpc"

  tags = {
    Environment = var.environment
    Owner       = "network-team"
    CostCenter  = "CC-1014"
    Application = "secure-landing-network"
    Name        = "${var.name}-a-ip"
  }

  depends_on = [aws_internet_gateway.network_gateway]
}

resource "aws_nat_gateway" "way_out_a" {
  allocation_id = aws_eip.way_out_a_ip.id
  subnet_id     = aws_subnet.outer_a.id

  tags = {
    Environment = var.environment
    Owner       = "network-team"
    CostCenter  = "CC-1014"
    Application = "secure-landing-network"
    Name        = "${var.name}-a"
  }

  depends_on = [aws_internet_gateway.network_gateway]
}

resource "aws_eip" "way_out_b_ip" {
  domain = "vpc"

  tags = {
    Environment = var.environment
    Owner       = "network-team"
    CostCenter  = "CC-1014"
    Application = "secure-landing-network"
    Name        = "${var.name}-b-ip"
  }

  depends_on = [aws_internet_gateway.network_gateway]
}

resource "aws_nat_gateway" "way_out_b" {
  allocation_id = aws_eip.way_out_b_ip.id
  subnet_id     = aws_subnet.outer_b.id

  tags = {
    Environment = var.environment
    Owner       = "network-team"
    CostCenter  = "CC-1014"
    Application = "secure-landing-network"
    Name        = "${var.name}-b"
  }

  depends_on = [aws_internet_gateway.network_gateway]
}

resource "aws_subnet" "middle_a" {
  vpc_id            = aws_vpc.network.id
  cidr_block        = "10.70.16.0/20"
  availability_zone = "us-east-1a"

  tags = {
    Environment = var.environment
    Owner       = "network-team"
    CostCenter  = "CC-1014"
    Application = "secure-landing-network"
    Name        = "${var.name}-middle-a"
  }
}

resource "aws_route_table" "middle_a_routes" {
  vpc_id = aws_vpc.network.id

  tags = {
    Environment = var.environment
    Owner       = "network-team"
    CostCenter  = "CC-1014"
    Application = "secure-landing-network"
    Name        = "${var.name}-middle-a-routes"
  }

  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.way_out_a.id
  }
}

resource "aws_route_table_association" "middle_a_routed" {
  subnet_id      = aws_subnet.middle_a.id
  route_table_id = aws_route_table.middle_a_routes.id
}

resource "aws_subnet" "middle_b" {
  vpc_id            = aws_vpc.network.id
  cidr_block        = "10.70.32.0/20"
  availability_zone = "us-east-1b"

  tags = {
    Environment = var.environment
    Owner       = "network-team"
    CostCenter  = "CC-1014"
    Application = "secure-landing-network"
    Name        = "${var.name}-middle-b"
  }
}

resource "aws_route_table" "middle_b_routes" {
  vpc_id = aws_vpc.network.id

  tags = {
    Environment = var.environment
    Owner       = "network-team"
    CostCenter  = "CC-1014"
    Application = "secure-landing-network"
    Name        = "${var.name}-middle-b-routes"
  }

  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.way_out_b.id
  }
}

resource "aws_route_table_association" "middle_b_routed" {
  subnet_id      = aws_subnet.middle_b.id
  route_table_id = aws_route_table.middle_b_routes.id
}

resource "aws_subnet" "inner_a" {
  vpc_id            = aws_vpc.network.id
  cidr_block        = "10.70.64.0/24"
  availability_zone = "us-east-1a"

  tags = {
    Environment = var.environment
    Owner       = "network-team"
    CostCenter  = "CC-1014"
    Application = "secure-landing-network"
    Name        = "${var.name}-inner-a"
  }
}

resource "aws_subnet" "inner_b" {
  vpc_id            = aws_vpc.network.id
  cidr_block        = "10.70.65.0/24"
  availability_zone = "us-east-1b"

  tags = {
    Environment = var.environment
    Owner       = "network-team"
    CostCenter  = "CC-1014"
    Application = "secure-landing-network"
    Name        = "${var.name}-inner-b"
  }
}

resource "aws_security_group" "outer_firewall" {
  name        = "${var.name}-outer"
  description = "HTTPS from anywhere to the outer ring"
  vpc_id      = aws_vpc.network.id

  tags = {
    Environment = var.environment
    Owner       = "network-team"
    CostCenter  = "CC-1014"
    Application = "secure-landing-network"
    Name        = "${var.name}-outer"
  }

  ingress {
    description = "HTTPS from anywhere"
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = ["0.0.0.0/0"]
  }

  egress {
    description = "HTTP to the middle ring"
    protocol    = "tcp"
    from_port   = 8080
    to_port     = 8080
    cidr_blocks = ["10.70.0.0/16"]
  }
}

resource "aws_security_group" "middle_firewall" {
  name        = "${var.name}-middle"
  description = "HTTP from the outer ring to the middle ring"
  vpc_id      = aws_vpc.network.id

  tags = {
    Environment = var.environment
    Owner       = "network-team"
    CostCenter  = "CC-1014"
    Application = "secure-landing-network"
    Name        = "${var.name}-middle"
  }

  ingress {
    description     = "HTTP from the outer ring"
    protocol        = "tcp"
    from_port       = 8080
    to_port         = 8080
    security_groups = [aws_security_group.outer_firewall.id]
  }

  egress {
    description = "HTTPS for updates and services of the cloud"
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = ["0.0.0.0/0"]
  }

  egress {
    description = "PostgreSQL to the inner ring"
    protocol    = "tcp"
    from_port   = 5432
    to_port     = 5432
    cidr_blocks = ["10.70.0.0/16"]
  }
}

resource "aws_security_group" "inner_firewall" {
  name        = "${var.name}-inner"
  description = "PostgreSQL from the middle ring to the inner ring"
  vpc_id      = aws_vpc.network.id
  egress      = []

  tags = {
    Environment = var.environment
    Owner       = "network-team"
    CostCenter  = "CC-1014"
    Application = "secure-landing-network"
    Name        = "${var.name}-inner"
  }

  ingress {
    description     = "PostgreSQL from the middle ring"
    protocol        = "tcp"
    from_port       = 5432
    to_port         = 5432
    security_groups = [aws_security_group.middle_firewall.id]
  }
}

resource "aws_route53_zone" "names" {
  name    = var.domain
  comment = "Managed by Dharma"

  tags = {
    Environment = var.environment
    Owner       = "network-team"
    CostCenter  = "CC-1014"
    Application = "secure-landing-network"
  }

  vpc {
    vpc_id     = aws_vpc.network.id
    vpc_region = "us-east-1"
  }
}

resource "aws_kms_key" "landing_key" {
  description             = "Encrypts what lands here"
  enable_key_rotation     = true
  deletion_window_in_days = 30

  tags = {
    Environment = var.environment
    Owner       = "network-team"
    CostCenter  = "CC-1014"
    Application = "secure-landing-network"
  }
}

resource "aws_kms_alias" "landing_key_alias" {
  name          = "alias/${var.name}"
  target_key_id = aws_kms_key.landing_key.key_id
}
