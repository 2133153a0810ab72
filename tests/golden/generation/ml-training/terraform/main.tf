resource "aws_vpc" "network" {
  cidr_block           = "10.30.0.0/16"
  enable_dns_hostnames = true

  tags = {
    Environment = var.environment
    Owner       = "data-science-team"
    CostCenter  = "CC-1008"
    Application = "ml-training"
    Name        = var.name
  }
}

resource "aws_internet_gateway" "network_gateway" {
  vpc_id = aws_vpc.network.id

  tags = {
    Environment = var.environment
    Owner       = "data-science-team"
    CostCenter  = "CC-1008"
    Application = "ml-training"
    Name        = "${var.name}-gateway"
  }
}

resource "aws_subnet" "front" {
  vpc_id            = aws_vpc.network.id
  cidr_block        = "10.30.0.0/24"
  availability_zone = "us-east-1a"

  tags = {
    Environment = var.environment
    Owner       = "data-science-team"
    CostCenter  = "CC-1008"
    Application = "ml-training"
    Name        = "${var.name}-front"
  }
}

resource "aws_route_table" "front_routes" {
  vpc_id = aws_vpc.network.id

  tags = {
    Environment = var.environment
    Owner       = "data-science-team"
    CostCenter  = "CC-1008"
    Application = "ml-training"
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
    Owner       = "data-science-team"
    CostCenter  = "CC-1008"
    Application = "ml-training"
    Name        = "${var.name}-ip"
  }

  depends_on = [aws_internet_gateway.network_gateway]
}

resource "aws_nat_gateway" "way_out" {
  allocation_id = aws_eip.way_out_ip.id
  subnet_id     = aws_subnet.front.id

  tags = {
    Environment = var.environment
    Owner       = "data-science-team"
    CostCenter  = "CC-1008"
    Application = "ml-training"
    Name        = var.name
  }

  depends_on = [aws_internet_gateway.network_gateway]
}

resource "aws_subnet" "inner" {
  vpc_id            = aws_vpc.network.id
  cidr_block        = "10.30.10.0/24"
  availability_zone = "us-east-1a"

  tags = {
    Environment = var.environment
    Owner       = "data-science-team"
    CostCenter  = "CC-1008"
    Application = "ml-training"
    Name        = "${var.name}-inner"
  }
}

resource "aws_route_table" "inner_routes" {
  vpc_id = aws_vpc.network.id

  tags = {
    Environment = var.environment
    Owner       = "data-science-team"
    CostCenter  = "CC-1008"
    Application = "ml-training"
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

resource "aws_security_group" "trainer_firewall" {
  name        = var.name
  description = "Nothing comes in, HTTPS goes out"
  vpc_id      = aws_vpc.network.id
  ingress     = []

  tags = {
    Environment = var.environment
    Owner       = "data-science-team"
    CostCenter  = "CC-1008"
    Application = "ml-training"
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

resource "aws_kms_key" "training_key" {
  description             = "Encrypts data, models and disks of the training"
  enable_key_rotation     = true
  deletion_window_in_days = 30

  tags = {
    Environment = var.environment
    Owner       = "data-science-team"
    CostCenter  = "CC-1008"
    Application = "ml-training"
  }
}

resource "aws_kms_alias" "training_key_alias" {
  name          = "alias/${var.name}"
  target_key_id = aws_kms_key.training_key.key_id
}

resource "aws_s3_bucket" "samples" {
  bucket = "${var.bucket_prefix}-samples"

  tags = {
    Environment = var.environment
    Owner       = "data-science-team"
    CostCenter  = "CC-1008"
    Application = "ml-training"
  }
}

resource "aws_s3_bucket_versioning" "samples_versions" {
  bucket = aws_s3_bucket.samples.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "samples_encryption" {
  bucket = aws_s3_bucket.samples.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.training_key.arn
    }
  }
}

resource "aws_s3_bucket_public_access_block" "samples_private" {
  bucket                  = aws_s3_bucket.samples.id
  block_public_acls       = true
  ignore_public_acls      = true
  block_public_policy     = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_lifecycle_configuration" "samples_lifecycle" {
  bucket = aws_s3_bucket.samples.id

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

resource "aws_s3_bucket" "models" {
  bucket = "${var.bucket_prefix}-models"

  tags = {
    Environment = var.environment
    Owner       = "data-science-team"
    CostCenter  = "CC-1008"
    Application = "ml-training"
  }
}

resource "aws_s3_bucket_versioning" "models_versions" {
  bucket = aws_s3_bucket.models.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "models_encryption" {
  bucket = aws_s3_bucket.models.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.training_key.arn
    }
  }
}

resource "aws_s3_bucket_public_access_block" "models_private" {
  bucket                  = aws_s3_bucket.models.id
  block_public_acls       = true
  ignore_public_acls      = true
  block_public_policy     = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_lifecycle_configuration" "models_lifecycle" {
  bucket = aws_s3_bucket.models.id

  rule {
    id     = "old-versions"
    status = "Enabled"

    filter {
      prefix = ""
    }

    noncurrent_version_expiration {
      noncurrent_days = 365
    }
  }
}

resource "aws_ecr_repository" "images" {
  name                 = var.name
  image_tag_mutability = "IMMUTABLE"

  tags = {
    Environment = var.environment
    Owner       = "data-science-team"
    CostCenter  = "CC-1008"
    Application = "ml-training"
  }

  image_scanning_configuration {
    scan_on_push = true
  }

  encryption_configuration {
    encryption_type = "KMS"
  }
}

resource "aws_ecr_lifecycle_policy" "images_cleaning" {
  repository = aws_ecr_repository.images.name

  policy = jsonencode({
    rules = [
      {
        rulePriority = 1
        description  = "Keep the newest images"
        selection = {
          tagStatus   = "any"
          countType   = "imageCountMoreThan"
          countNumber = 30
        }
        action = {
          type = "expire"
        }
      },
    ]
  })
}

resource "aws_sqs_queue" "runs_failed" {
  name                      = "${var.name}-runs-failed"
  message_retention_seconds = 1209600
  sqs_managed_sse_enabled   = true

  tags = {
    Environment = var.environment
    Owner       = "data-science-team"
    CostCenter  = "CC-1008"
    Application = "ml-training"
  }
}

resource "aws_sqs_queue" "runs" {
  name                       = "${var.name}-runs"
  visibility_timeout_seconds = 3600
  message_retention_seconds  = 1209600
  receive_wait_time_seconds  = 20
  sqs_managed_sse_enabled    = true

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.runs_failed.arn
    maxReceiveCount     = 2
  })

  tags = {
    Environment = var.environment
    Owner       = "data-science-team"
    CostCenter  = "CC-1008"
    Application = "ml-training"
  }
}

resource "aws_iam_role" "trainer_rights" {
  name        = var.name
  description = "Reads samples, writes models, takes work from the queue"

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
    Owner       = "data-science-team"
    CostCenter  = "CC-1008"
    Application = "ml-training"
  }
}

resource "aws_iam_instance_profile" "trainer_rights_profile" {
  name = var.name
  role = aws_iam_role.trainer_rights.name

  tags = {
    Environment = var.environment
    Owner       = "data-science-team"
    CostCenter  = "CC-1008"
    Application = "ml-training"
  }
}

resource "aws_iam_role_policy" "trainer_rights_rights" {
  name = "granted"
  role = aws_iam_role.trainer_rights.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["s3:ListBucket"]
        Resource = [aws_s3_bucket.samples.arn]
      },
      {
        Effect   = "Allow"
        Action   = ["s3:GetObject"]
        Resource = ["${aws_s3_bucket.samples.arn}/*"]
      },
      {
        Effect   = "Allow"
        Action   = ["s3:ListBucket"]
        Resource = [aws_s3_bucket.models.arn]
      },
      {
        Effect   = "Allow"
        Action   = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]
        Resource = ["${aws_s3_bucket.models.arn}/*"]
      },
      {
        Effect   = "Allow"
        Action   = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
        Resource = [aws_sqs_queue.runs.arn]
      },
      {
        Effect   = "Allow"
        Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource = [aws_kms_key.training_key.arn]
      },
      {
        Effect = "Allow"
        Action = [
          "ecr:BatchGetImage",
          "ecr:GetDownloadUrlForLayer",
          "ecr:BatchCheckLayerAvailability",
        ]
        Resource = [aws_ecr_repository.images.arn]
      },
    ]
  })
}

resource "aws_instance" "trainer_0" {
  ami                         = var.image
  instance_type               = "m5a.4xlarge"
  subnet_id                   = aws_subnet.inner.id
  vpc_security_group_ids      = [aws_security_group.trainer_firewall.id]
  associate_public_ip_address = false
  iam_instance_profile        = aws_iam_instance_profile.trainer_rights_profile.name
  ebs_optimized               = true
  monitoring                  = true

  tags = {
    Environment = var.environment
    Owner       = "data-science-team"
    CostCenter  = "CC-1008"
    Application = "ml-training"
    Name        = "${var.name}-0"
  }

  metadata_options {
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  root_block_device {
    volume_type = "gp3"
    volume_size = 100
    encrypted   = true
  }
}

resource "aws_ebs_volume" "scratch_0" {
  availability_zone = aws_instance.trainer_0.availability_zone
  size              = var.data_gb
  type              = "gp3"
  encrypted         = true
  kms_key_id        = aws_kms_key.training_key.arn

  tags = {
    Environment = var.environment
    Owner       = "data-science-team"
    CostCenter  = "CC-1008"
    Application = "ml-training"
    Name        = "${var.name}-scratch-0"
  }
}

resource "aws_volume_attachment" "scratch_mount_0" {
  device_name = "/dev/sdf"
  volume_id   = aws_ebs_volume.scratch_0.id
  instance_id = aws_instance.trainer_0.id
}
