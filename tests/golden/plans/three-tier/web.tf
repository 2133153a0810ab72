resource "aws_kms_key" "data_key" {
  description             = "Encrypts disks, database and bucket of the web application"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  tags                    = local.tags
}

resource "aws_lb" "web_lb" {
  name                       = "web-lb"
  load_balancer_type         = "application"
  internal                   = false
  security_groups            = [aws_security_group.lb_firewall.id]
  subnets                    = [aws_subnet.public_a.id, aws_subnet.public_b.id]
  drop_invalid_header_fields = true
  tags                       = local.tags
}

resource "aws_lb_target_group" "web_targets" {
  name        = "web-targets"
  vpc_id      = aws_vpc.main.id
  port        = 80
  protocol    = "HTTP"
  target_type = "instance"
  health_check {
    path              = "/healthz"
    matcher           = "200"
    interval          = 15
    healthy_threshold = 2
  }
  tags = local.tags
}

resource "aws_lb_listener" "web_http" {
  load_balancer_arn = aws_lb.web_lb.arn
  port              = 80
  protocol          = "HTTP"
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.web_targets.arn
  }
  tags = local.tags
}

resource "aws_iam_role" "web_role" {
  name        = "three-tier-web-server"
  description = "What the web servers may do"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ec2.amazonaws.com" }
    }]
  })
  tags = local.tags
}

resource "aws_iam_role_policy" "web_role_assets" {
  name = "read-assets"
  role = aws_iam_role.web_role.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "s3:GetObject"
      Resource = "${aws_s3_bucket.assets.arn}/*"
      }, {
      Effect   = "Allow"
      Action   = "kms:Decrypt"
      Resource = aws_kms_key.data_key.arn
    }]
  })
}

resource "aws_iam_instance_profile" "web_profile" {
  name = "three-tier-web-server"
  role = aws_iam_role.web_role.name
  tags = local.tags
}

resource "aws_instance" "web_a" {
  ami                    = var.ami
  instance_type          = var.instance_type
  subnet_id              = aws_subnet.private_a.id
  vpc_security_group_ids = [aws_security_group.web_firewall.id]
  iam_instance_profile   = aws_iam_instance_profile.web_profile.name
  ebs_optimized          = true
  monitoring             = true
  metadata_options {
    http_endpoint = "enabled"
    http_tokens   = "required"
  }
  root_block_device {
    volume_type = "gp3"
    volume_size = 20
    encrypted   = true
  }
  tags = merge(local.tags, { Name = "web-a" })
}

resource "aws_instance" "web_b" {
  ami                    = var.ami
  instance_type          = var.instance_type
  subnet_id              = aws_subnet.private_b.id
  vpc_security_group_ids = [aws_security_group.web_firewall.id]
  iam_instance_profile   = aws_iam_instance_profile.web_profile.name
  ebs_optimized          = true
  monitoring             = true
  metadata_options {
    http_endpoint = "enabled"
    http_tokens   = "required"
  }
  root_block_device {
    volume_type = "gp3"
    volume_size = 20
    encrypted   = true
  }
  tags = merge(local.tags, { Name = "web-b" })
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
  tags              = merge(local.tags, { Name = "web-a-data" })
}

resource "aws_volume_attachment" "web_a_data_mount" {
  device_name = "/dev/sdf"
  volume_id   = aws_ebs_volume.web_a_data.id
  instance_id = aws_instance.web_a.id
}
