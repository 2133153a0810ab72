resource "aws_vpc" "network" {
  cidr_block           = "10.50.0.0/16"
  enable_dns_hostnames = true

  tags = {
    Environment = var.environment
    Owner       = "data-team"
    CostCenter  = "CC-1010"
    Application = "batch-workers"
    Name        = var.name
  }
}

resource "aws_internet_gateway" "network_gateway" {
  vpc_id = aws_vpc.network.id

  tags = {
    Environment = var.environment
    Owner       = "data-team"
    CostCenter  = "CC-1010"
    Application = "batch-workers"
    Name        = "${var.name}-gateway"
  }
}

resource "aws_subnet" "front" {
  vpc_id            = aws_vpc.network.id
  cidr_block        = "10.50.0.0/24"
  availability_zone = "us-east-1a"

  tags = {
    Environment = var.environment
    Owner       = "data-team"
    CostCenter  = "CC-1010"
    Application = "batch-workers"
    Name        = "${var.name}-front"
  }
}

resource "aws_route_table" "front_routes" {
  vpc_id = aws_vpc.network.id

  tags = {
    Environment = var.environment
    Owner       = "data-team"
    CostCenter  = "CC-1010"
    Application = "batch-workers"
    Name        = "${var.name}-front-routes"
  }

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.network_gateway.id
  }
}

resource "aws_route_table_association" "front_routed" {
  subnet_id      = aws_subnet.front.id
  route_table_id = aws_route_table.front_routes.id
}

resource "aws_eip" "way_out_ip" {
  domain = "vpc"

  tags = {
    Environment = var.environment
    Owner       = "data-team"
    CostCenter  = "CC-1010"
    Application = "batch-workers"
    Name        = "${var.name}-ip"
  }

  depends_on = [aws_internet_gateway.network_gateway]
}

resource "aws_nat_gateway" "way_out" {
  allocation_id = aws_eip.way_out_ip.id
  subnet_id     = aws_subnet.front.id

  tags = {
    Environment = var.environment
    Owner       = "data-team"
    CostCenter  = "CC-1010"
    Application = "batch-workers"
    Name        = var.name
  }

  depends_on = [aws_internet_gateway.network_gateway]
}

resource "aws_subnet" "inner_a" {
  vpc_id            = aws_vpc.network.id
  cidr_block        = "10.50.10.0/24"
  availability_zone = "us-east-1a"

  tags = {
    Environment = var.environment
    Owner       = "data-team"
    CostCenter  = "CC-1010"
    Application = "batch-workers"
    Name        = "${var.name}-inner-a"
  }
}

resource "aws_route_table" "inner_a_routes" {
  vpc_id = aws_vpc.network.id

  tags = {
    Environment = var.environment
    Owner       = "data-team"
    CostCenter  = "CC-1010"
    Application = "batch-workers"
    Name        = "${var.name}-inner-a-routes"
  }

  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.way_out.id
  }
}

resource "aws_route_table_association" "inner_a_routed" {
  subnet_id      = aws_subnet.inner_a.id
  route_table_id = aws_route_table.inner_a_routes.id
}

resource "aws_subnet" "inner_b" {
  vpc_id            = aws_vpc.network.id
  cidr_block        = "10.50.11.0/24"
  availability_zone = "us-east-1b"

  tags = {
    Environment = var.environment
    Owner       = "data-team"
    CostCenter  = "CC-1010"
    Application = "batch-workers"
    Name        = "${var.name}-inner-b"
  }
}

resource "aws_route_table" "inner_b_routes" {
  vpc_id = aws_vpc.network.id

  tags = {
    Environment = var.environment
    Owner       = "data-team"
    CostCenter  = "CC-1010"
    Application = "batch-workers"
    Name        = "${var.name}-inner-b-routes"
  }

  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.way_out.id
  }
}

resource "aws_route_table_association" "inner_b_routed" {
  subnet_id      = aws_subnet.inner_b.id
  route_table_id = aws_route_table.inner_b_routes.id
}

resource "aws_security_group" "worker_firewall" {
  name        = var.name
  description = "Nothing comes in, HTTPS goes out"
  vpc_id      = aws_vpc.network.id
  ingress     = []

  tags = {
    Environment = var.environment
    Owner       = "data-team"
    CostCenter  = "CC-1010"
    Application = "batch-workers"
    Name        = var.name
  }

  egress {
    description = "HTTPS to anywhere"
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_sqs_queue" "jobs_failed" {
  name                      = "${var.name}-jobs-failed"
  message_retention_seconds = 1209600
  sqs_managed_sse_enabled   = true

  tags = {
    Environment = var.environment
    Owner       = "data-team"
    CostCenter  = "CC-1010"
    Application = "batch-workers"
  }
}

resource "aws_sqs_queue" "jobs" {
  name                       = "${var.name}-jobs"
  visibility_timeout_seconds = 1800
  message_retention_seconds  = 1209600
  receive_wait_time_seconds  = 20
  sqs_managed_sse_enabled    = true

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.jobs_failed.arn
    maxReceiveCount     = 3
  })

  tags = {
    Environment = var.environment
    Owner       = "data-team"
    CostCenter  = "CC-1010"
    Application = "batch-workers"
  }
}

resource "aws_s3_bucket" "results" {
  bucket = var.bucket_name

  tags = {
    Environment = var.environment
    Owner       = "data-team"
    CostCenter  = "CC-1010"
    Application = "batch-workers"
  }
}

resource "aws_s3_bucket_versioning" "results_versions" {
  bucket = aws_s3_bucket.results.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "results_encryption" {
  bucket = aws_s3_bucket.results.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_public_access_block" "results_private" {
  bucket                  = aws_s3_bucket.results.id
  block_public_acls       = true
  ignore_public_acls      = true
  block_public_policy     = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_lifecycle_configuration" "results_lifecycle" {
  bucket = aws_s3_bucket.results.id

  rule {
    id     = "archive"
    status = "Enabled"

    filter {
      prefix = ""
    }

    transition {
      days          = 90
      storage_class = "GLACIER_IR"
    }
  }

  rule {
    id     = "old-versions"
    status = "Enabled"

    filter {
      prefix = ""
    }

    noncurrent_version_expiration {
      noncurrent_days = 90
    }
  }
}

resource "aws_iam_role" "worker_rights" {
  name        = var.name
  description = "Takes jobs from the queue and writes results"

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
    Owner       = "data-team"
    CostCenter  = "CC-1010"
    Application = "batch-workers"
  }
}

resource "aws_iam_instance_profile" "worker_rights_profile" {
  name = var.name
  role = aws_iam_role.worker_rights.name

  tags = {
    Environment = var.environment
    Owner       = "data-team"
    CostCenter  = "CC-1010"
    Application = "batch-workers"
  }
}

resource "aws_iam_role_policy" "worker_rights_rights" {
  name = "granted"
  role = aws_iam_role.worker_rights.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
        Resource = [aws_sqs_queue.jobs.arn]
      },
      {
        Effect   = "Allow"
        Action   = ["s3:ListBucket"]
        Resource = [aws_s3_bucket.results.arn]
      },
      {
        Effect   = "Allow"
        Action   = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]
        Resource = ["${aws_s3_bucket.results.arn}/*"]
      },
    ]
  })
}

resource "aws_launch_template" "workers_template" {
  name                   = var.name
  image_id               = var.image
  instance_type          = "t3a.xlarge"
  update_default_version = true
  ebs_optimized          = "true"
  vpc_security_group_ids = [aws_security_group.worker_firewall.id]

  tags = {
    Environment = var.environment
    Owner       = "data-team"
    CostCenter  = "CC-1010"
    Application = "batch-workers"
  }

  iam_instance_profile {
    name = aws_iam_instance_profile.worker_rights_profile.name
  }

  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  monitoring {
    enabled = true
  }

  block_device_mappings {
    device_name = "/dev/sda1"

    ebs {
      volume_type = "gp3"
      volume_size = 30
      encrypted   = "true"
    }
  }
}

resource "aws_autoscaling_group" "workers" {
  name                = var.name
  min_size            = var.minimum
  max_size            = var.maximum
  vpc_zone_identifier = [aws_subnet.inner_a.id, aws_subnet.inner_b.id]
  health_check_type   = "EC2"

  launch_template {
    id      = aws_launch_template.workers_template.id
    version = aws_launch_template.workers_template.latest_version
  }

  tag {
    key                 = "Name"
    value               = var.name
    propagate_at_launch = true
  }

  tag {
    key                 = "Environment"
    value               = var.environment
    propagate_at_launch = true
  }

  tag {
    key                 = "Owner"
    value               = "data-team"
    propagate_at_launch = true
  }

  tag {
    key                 = "CostCenter"
    value               = "CC-1010"
    propagate_at_launch = true
  }

  tag {
    key                 = "Application"
    value               = "batch-workers"
    propagate_at_launch = true
  }
}

resource "aws_autoscaling_policy" "workers_scaling" {
  name                   = "${var.name}-scaling"
  autoscaling_group_name = aws_autoscaling_group.workers.name
  policy_type            = "TargetTrackingScaling"

  target_tracking_configuration {
    target_value = 60

    predefined_metric_specification {
      predefined_metric_type = "ASGAverageCPUUtilization"
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "waiting" {
  alarm_name          = "${var.name}-waiting"
  alarm_description   = "Jobs wait longer than workers take them"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateNumberOfMessagesVisible"
  statistic           = "Maximum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 500
  period              = 60
  evaluation_periods  = 15
  treat_missing_data  = "notBreaching"

  dimensions = {
    QueueName = aws_sqs_queue.jobs.name
  }

  tags = {
    Environment = var.environment
    Owner       = "data-team"
    CostCenter  = "CC-1010"
    Application = "batch-workers"
  }
}
