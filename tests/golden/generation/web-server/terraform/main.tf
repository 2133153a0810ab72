resource "aws_vpc" "network" {
  cidr_block           = "10.10.0.0/16"
  enable_dns_hostnames = true

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1004"
    Application = "web-server"
    Name        = var.name
  }
}

resource "aws_internet_gateway" "network_gateway" {
  vpc_id = aws_vpc.network.id

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1004"
    Application = "web-server"
    Name        = "${var.name}-gateway"
  }
}

resource "aws_subnet" "front_a" {
  vpc_id            = aws_vpc.network.id
  cidr_block        = "10.10.0.0/24"
  availability_zone = "us-east-1a"

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1004"
    Application = "web-server"
    Name        = "${var.name}-front-a"
  }
}

resource "aws_route_table" "front_a_routes" {
  vpc_id = aws_vpc.network.id

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1004"
    Application = "web-server"
    Name        = "${var.name}-front-a-routes"
  }

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.network_gateway.id
  }
}

resource "aws_route_table_association" "front_a_routed" {
  subnet_id      = aws_subnet.front_a.id
  route_table_id = aws_route_table.front_a_routes.id
}

resource "aws_subnet" "front_b" {
  vpc_id            = aws_vpc.network.id
  cidr_block        = "10.10.1.0/24"
  availability_zone = "us-east-1b"

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1004"
    Application = "web-server"
    Name        = "${var.name}-front-b"
  }
}

resource "aws_route_table" "front_b_routes" {
  vpc_id = aws_vpc.network.id

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1004"
    Application = "web-server"
    Name        = "${var.name}-front-b-routes"
  }

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.network_gateway.id
  }
}

resource "aws_route_table_association" "front_b_routed" {
  subnet_id      = aws_subnet.front_b.id
  route_table_id = aws_route_table.front_b_routes.id
}

resource "aws_eip" "way_out_ip" {
  domain = "vpc"

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1004"
    Application = "web-server"
    Name        = "${var.name}-ip"
  }

  depends_on = [aws_internet_gateway.network_gateway]
}

resource "aws_nat_gateway" "way_out" {
  allocation_id = aws_eip.way_out_ip.id
  subnet_id     = aws_subnet.front_a.id

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1004"
    Application = "web-server"
    Name        = var.name
  }

  depends_on = [aws_internet_gateway.network_gateway]
}

resource "aws_subnet" "inner" {
  vpc_id            = aws_vpc.network.id
  cidr_block        = "10.10.10.0/24"
  availability_zone = "us-east-1a"

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1004"
    Application = "web-server"
    Name        = "${var.name}-inner"
  }
}

resource "aws_route_table" "inner_routes" {
  vpc_id = aws_vpc.network.id

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1004"
    Application = "web-server"
    Name        = "${var.name}-inner-routes"
  }

  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.way_out.id
  }
}

resource "aws_route_table_association" "inner_routed" {
  subnet_id      = aws_subnet.inner.id
  route_table_id = aws_route_table.inner_routes.id
}

resource "aws_security_group" "door_firewall" {
  name        = "${var.name}-door"
  description = "HTTP from anywhere to the load balancer"
  vpc_id      = aws_vpc.network.id

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1004"
    Application = "web-server"
    Name        = "${var.name}-door"
  }

  ingress {
    description = "HTTP from anywhere"
    protocol    = "tcp"
    from_port   = 80
    to_port     = 80
    cidr_blocks = ["0.0.0.0/0"]
  }

  egress {
    description = "HTTP to the servers"
    protocol    = "tcp"
    from_port   = 80
    to_port     = 80
    cidr_blocks = ["10.10.0.0/16"]
  }
}

resource "aws_security_group" "server_firewall" {
  name        = "${var.name}-servers"
  description = "HTTP from the load balancer to the servers"
  vpc_id      = aws_vpc.network.id

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1004"
    Application = "web-server"
    Name        = "${var.name}-servers"
  }

  ingress {
    description     = "HTTP from the load balancer"
    protocol        = "tcp"
    from_port       = 80
    to_port         = 80
    security_groups = [aws_security_group.door_firewall.id]
  }

  egress {
    description = "HTTPS to anywhere"
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_lb" "door" {
  name                       = "web-server"
  internal                   = false
  security_groups            = [aws_security_group.door_firewall.id]
  subnets                    = [aws_subnet.front_a.id, aws_subnet.front_b.id]
  drop_invalid_header_fields = true

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1004"
    Application = "web-server"
  }
}

resource "aws_lb_target_group" "door_targets" {
  name                 = "web-server-targets"
  vpc_id               = aws_vpc.network.id
  port                 = 80
  protocol             = "HTTP"
  deregistration_delay = "30"

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1004"
    Application = "web-server"
  }

  health_check {
    path     = "/healthz"
    matcher  = "200-399"
    interval = 15
  }
}

resource "aws_lb_listener" "door_listener" {
  load_balancer_arn = aws_lb.door.arn
  port              = 80
  protocol          = "HTTP"

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1004"
    Application = "web-server"
  }

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.door_targets.arn
  }
}

resource "aws_iam_role" "server_rights" {
  name        = "${var.name}-server"
  description = "What the web servers may do"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect = "Allow"
        Action = "sts:AssumeRole"
        Principal = {
          Service = "ec2.amazonaws.com"
        }
      },
    ]
  })

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1004"
    Application = "web-server"
  }
}

resource "aws_iam_instance_profile" "server_rights_profile" {
  name = "${var.name}-server"
  role = aws_iam_role.server_rights.name

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1004"
    Application = "web-server"
  }
}

resource "aws_instance" "server_0" {
  ami                         = var.image
  instance_type               = "t3a.medium"
  subnet_id                   = aws_subnet.inner.id
  vpc_security_group_ids      = [aws_security_group.server_firewall.id]
  associate_public_ip_address = false
  iam_instance_profile        = aws_iam_instance_profile.server_rights_profile.name
  ebs_optimized               = true
  monitoring                  = true

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1004"
    Application = "web-server"
    Name        = "${var.name}-0"
  }

  metadata_options {
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  root_block_device {
    volume_type = "gp3"
    volume_size = 20
    encrypted   = true
  }
}

resource "aws_instance" "server_1" {
  ami                         = var.image
  instance_type               = "t3a.medium"
  subnet_id                   = aws_subnet.inner.id
  vpc_security_group_ids      = [aws_security_group.server_firewall.id]
  associate_public_ip_address = false
  iam_instance_profile        = aws_iam_instance_profile.server_rights_profile.name
  ebs_optimized               = true
  monitoring                  = true

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1004"
    Application = "web-server"
    Name        = "${var.name}-1"
  }

  metadata_options {
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  root_block_device {
    volume_type = "gp3"
    volume_size = 20
    encrypted   = true
  }
}

resource "aws_lb_target_group_attachment" "server_target_0" {
  target_group_arn = aws_lb_target_group.door_targets.arn
  target_id        = aws_instance.server_0.id
}

resource "aws_lb_target_group_attachment" "server_target_1" {
  target_group_arn = aws_lb_target_group.door_targets.arn
  target_id        = aws_instance.server_1.id
}

resource "aws_cloudwatch_log_group" "logs" {
  name              = "${var.name}-logs"
  retention_in_days = 90

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1004"
    Application = "web-server"
  }
}
