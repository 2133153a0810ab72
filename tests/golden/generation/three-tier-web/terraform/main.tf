resource "aws_vpc" "main" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1001"
    Application = "three-tier-web"
    Name        = "${var.short_name}-vpc"
  }
}

resource "aws_subnet" "public_a" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.0.0/24"
  availability_zone = "us-east-1a"

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1001"
    Application = "three-tier-web"
    Name        = "${var.short_name}-public-a"
  }
}

resource "aws_subnet" "public_b" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "us-east-1b"

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1001"
    Application = "three-tier-web"
    Name        = "${var.short_name}-public-b"
  }
}

resource "aws_subnet" "private_a" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.10.0/24"
  availability_zone = "us-east-1a"

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1001"
    Application = "three-tier-web"
    Name        = "${var.short_name}-private-a"
  }
}

resource "aws_subnet" "private_b" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.11.0/24"
  availability_zone = "us-east-1b"

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1001"
    Application = "three-tier-web"
    Name        = "${var.short_name}-private-b"
  }
}

resource "aws_internet_gateway" "gateway" {
  vpc_id = aws_vpc.main.id

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1001"
    Application = "three-tier-web"
    Name        = "${var.short_name}-gateway"
  }
}

resource "aws_eip" "nat_ip" {
  domain = "vpc"

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1001"
    Application = "three-tier-web"
    Name        = "${var.short_name}-nat"
  }

  depends_on = [aws_internet_gateway.gateway]
}

resource "aws_nat_gateway" "nat" {
  allocation_id = aws_eip.nat_ip.id
  subnet_id     = aws_subnet.public_a.id

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1001"
    Application = "three-tier-web"
    Name        = "${var.short_name}-nat"
  }

  depends_on = [aws_internet_gateway.gateway]
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.main.id

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1001"
    Application = "three-tier-web"
    Name        = "${var.short_name}-public"
  }

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.gateway.id
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.main.id

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1001"
    Application = "three-tier-web"
    Name        = "${var.short_name}-private"
  }

  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.nat.id
  }
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
  name        = "${var.short_name}-load-balancer"
  description = "HTTP from anywhere to the load balancer"
  vpc_id      = aws_vpc.main.id

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1001"
    Application = "three-tier-web"
    Name        = "${var.short_name}-load-balancer"
  }

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
}

resource "aws_security_group" "web_firewall" {
  name        = "${var.short_name}-servers"
  description = "HTTP from the load balancer to the web servers"
  vpc_id      = aws_vpc.main.id

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1001"
    Application = "three-tier-web"
    Name        = "${var.short_name}-servers"
  }

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
}

resource "aws_security_group" "db_firewall" {
  name        = "${var.short_name}-database"
  description = "PostgreSQL from the web servers to the database"
  vpc_id      = aws_vpc.main.id

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1001"
    Application = "three-tier-web"
    Name        = "${var.short_name}-database"
  }

  ingress {
    description     = "PostgreSQL from the web servers"
    protocol        = "tcp"
    from_port       = 5432
    to_port         = 5432
    security_groups = [aws_security_group.web_firewall.id]
  }
}

resource "aws_kms_key" "data_key" {
  description             = "Encrypts disks, database and bucket of the web application"
  enable_key_rotation     = true
  deletion_window_in_days = 30

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1001"
    Application = "three-tier-web"
  }
}

resource "aws_lb" "web_lb" {
  name                       = "${var.short_name}-lb"
  internal                   = false
  security_groups            = [aws_security_group.lb_firewall.id]
  subnets                    = [aws_subnet.public_a.id, aws_subnet.public_b.id]
  drop_invalid_header_fields = true

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1001"
    Application = "three-tier-web"
  }
}

resource "aws_lb_target_group" "web_targets" {
  name     = "${var.short_name}-targets"
  vpc_id   = aws_vpc.main.id
  port     = 80
  protocol = "HTTP"

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1001"
    Application = "three-tier-web"
  }

  health_check {
    path              = "/healthz"
    matcher           = "200"
    interval          = 15
    healthy_threshold = 2
  }
}

resource "aws_lb_listener" "web_http" {
  load_balancer_arn = aws_lb.web_lb.arn
  port              = 80
  protocol          = "HTTP"

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1001"
    Application = "three-tier-web"
  }

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.web_targets.arn
  }
}

resource "aws_iam_role" "web_role" {
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
    CostCenter  = "CC-1001"
    Application = "three-tier-web"
  }
}

resource "aws_iam_role_policy" "web_role_assets" {
  name = "read-assets"
  role = aws_iam_role.web_role.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = "s3:GetObject"
        Resource = "${aws_s3_bucket.assets.arn}/*"
      },
      {
        Effect   = "Allow"
        Action   = "kms:Decrypt"
        Resource = aws_kms_key.data_key.arn
      },
    ]
  })
}

resource "aws_iam_instance_profile" "web_profile" {
  name = "${var.name}-server"
  role = aws_iam_role.web_role.name

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1001"
    Application = "three-tier-web"
  }
}

resource "aws_instance" "web_a" {
  ami                    = var.ami
  instance_type          = var.instance_type
  subnet_id              = aws_subnet.private_a.id
  vpc_security_group_ids = [aws_security_group.web_firewall.id]
  iam_instance_profile   = aws_iam_instance_profile.web_profile.name
  ebs_optimized          = true
  monitoring             = true

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1001"
    Application = "three-tier-web"
    Name        = "${var.short_name}-a"
  }

  metadata_options {
    http_tokens = "required"
  }

  root_block_device {
    volume_type = "gp3"
    volume_size = 20
    encrypted   = true
  }
}

resource "aws_instance" "web_b" {
  ami                    = var.ami
  instance_type          = var.instance_type
  subnet_id              = aws_subnet.private_b.id
  vpc_security_group_ids = [aws_security_group.web_firewall.id]
  iam_instance_profile   = aws_iam_instance_profile.web_profile.name
  ebs_optimized          = true
  monitoring             = true

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1001"
    Application = "three-tier-web"
    Name        = "${var.short_name}-b"
  }

  metadata_options {
    http_tokens = "required"
  }

  root_block_device {
    volume_type = "gp3"
    volume_size = 20
    encrypted   = true
  }
}

resource "aws_lb_target_group_attachment" "web_a_target" {
  target_group_arn = aws_lb_target_group.web_targets.arn
  target_id        = aws_instance.web_a.id
  port             = 80
}

resource "aws_lb_target_group_attachment" "web_b_target" {
  target_group_arn = aws_lb_target_group.web_targets.arn
  target_id        = aws_instance.web_b.id
  port             = 80
}

resource "aws_ebs_volume" "web_a_data" {
  availability_zone = "us-east-1a"
  size              = 50
  type              = "gp3"
  encrypted         = true
  kms_key_id        = aws_kms_key.data_key.arn

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1001"
    Application = "three-tier-web"
    Name        = "${var.short_name}-a-data"
  }
}

resource "aws_volume_attachment" "web_a_data_mount" {
  device_name = "/dev/sdf"
  volume_id   = aws_ebs_volume.web_a_data.id
  instance_id = aws_instance.web_a.id
}

resource "aws_db_subnet_group" "db_network" {
  name        = var.name
  description = "Private subnets of the database"
  subnet_ids  = [aws_subnet.private_a.id, aws_subnet.private_b.id]

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1001"
    Application = "three-tier-web"
  }
}

resource "aws_db_instance" "database" {
  identifier                          = var.name
  engine                              = "postgres"
  engine_version                      = "16.13"
  instance_class                      = var.db_instance_class
  allocated_storage                   = var.db_storage_gb
  storage_type                        = "gp3"
  storage_encrypted                   = true
  kms_key_id                          = aws_kms_key.data_key.arn
  db_name                             = "app"
  username                            = "app_admin"
  manage_master_user_password         = true
  port                                = 5432
  multi_az                            = var.multi_az
  db_subnet_group_name                = aws_db_subnet_group.db_network.name
  vpc_security_group_ids              = [aws_security_group.db_firewall.id]
  backup_retention_period             = 14
  copy_tags_to_snapshot               = true
  iam_database_authentication_enabled = true
  enabled_cloudwatch_logs_exports     = ["postgresql"]
  deletion_protection                 = var.deletion_protection
  final_snapshot_identifier           = "${var.name}-final"

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1001"
    Application = "three-tier-web"
  }
}

resource "aws_s3_bucket" "assets" {
  bucket = var.bucket_name

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1001"
    Application = "three-tier-web"
  }
}

resource "aws_s3_bucket_versioning" "assets_versions" {
  bucket = aws_s3_bucket.assets.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "assets_encryption" {
  bucket = aws_s3_bucket.assets.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.data_key.arn
    }
  }
}

resource "aws_s3_bucket_public_access_block" "assets_private" {
  bucket                  = aws_s3_bucket.assets.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_cloudwatch_log_group" "web_logs" {
  name              = "/dharma/${var.name}"
  retention_in_days = 90

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1001"
    Application = "three-tier-web"
  }
}
