resource "aws_kms_key" "lake_key" {
  description             = "Encrypts the data lake"
  enable_key_rotation     = true
  deletion_window_in_days = 30

  tags = {
    Environment = var.environment
    Owner       = "data-team"
    CostCenter  = "CC-1006"
    Application = "data-lake"
  }
}

resource "aws_kms_alias" "lake_key_alias" {
  name          = "alias/${var.name}"
  target_key_id = aws_kms_key.lake_key.key_id
}

resource "aws_s3_bucket" "raw" {
  bucket = "${var.bucket_prefix}-raw"

  tags = {
    Environment = var.environment
    Owner       = "data-team"
    CostCenter  = "CC-1006"
    Application = "data-lake"
  }
}

resource "aws_s3_bucket_versioning" "raw_versions" {
  bucket = aws_s3_bucket.raw.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "raw_encryption" {
  bucket = aws_s3_bucket.raw.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.lake_key.arn
    }
  }
}

resource "aws_s3_bucket_public_access_block" "raw_private" {
  bucket                  = aws_s3_bucket.raw.id
  block_public_acls       = true
  ignore_public_acls      = true
  block_public_policy     = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_lifecycle_configuration" "raw_lifecycle" {
  bucket = aws_s3_bucket.raw.id

  rule {
    id     = "archive"
    status = "Enabled"

    filter {
      prefix = ""
    }

    transition {
      days          = var.archive_days
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

resource "aws_s3_bucket" "cleaned" {
  bucket = "${var.bucket_prefix}-cleaned"

  tags = {
    Environment = var.environment
    Owner       = "data-team"
    CostCenter  = "CC-1006"
    Application = "data-lake"
  }
}

resource "aws_s3_bucket_versioning" "cleaned_versions" {
  bucket = aws_s3_bucket.cleaned.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "cleaned_encryption" {
  bucket = aws_s3_bucket.cleaned.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.lake_key.arn
    }
  }
}

resource "aws_s3_bucket_public_access_block" "cleaned_private" {
  bucket                  = aws_s3_bucket.cleaned.id
  block_public_acls       = true
  ignore_public_acls      = true
  block_public_policy     = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_lifecycle_configuration" "cleaned_lifecycle" {
  bucket = aws_s3_bucket.cleaned.id

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

resource "aws_s3_bucket" "ready" {
  bucket = "${var.bucket_prefix}-ready"

  tags = {
    Environment = var.environment
    Owner       = "data-team"
    CostCenter  = "CC-1006"
    Application = "data-lake"
  }
}

resource "aws_s3_bucket_versioning" "ready_versions" {
  bucket = aws_s3_bucket.ready.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "ready_encryption" {
  bucket = aws_s3_bucket.ready.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.lake_key.arn
    }
  }
}

resource "aws_s3_bucket_public_access_block" "ready_private" {
  bucket                  = aws_s3_bucket.ready.id
  block_public_acls       = true
  ignore_public_acls      = true
  block_public_policy     = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_lifecycle_configuration" "ready_lifecycle" {
  bucket = aws_s3_bucket.ready.id

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

resource "aws_s3_bucket" "packages" {
  bucket = "${var.bucket_prefix}-packages"

  tags = {
    Environment = var.environment
    Owner       = "data-team"
    CostCenter  = "CC-1006"
    Application = "data-lake"
  }
}

resource "aws_s3_bucket_versioning" "packages_versions" {
  bucket = aws_s3_bucket.packages.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "packages_encryption" {
  bucket = aws_s3_bucket.packages.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_public_access_block" "packages_private" {
  bucket                  = aws_s3_bucket.packages.id
  block_public_acls       = true
  ignore_public_acls      = true
  block_public_policy     = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_lifecycle_configuration" "packages_lifecycle" {
  bucket = aws_s3_bucket.packages.id

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

resource "aws_sqs_queue" "arrivals_failed" {
  name                      = "${var.name}-arrivals-failed"
  message_retention_seconds = 1209600
  sqs_managed_sse_enabled   = true

  tags = {
    Environment = var.environment
    Owner       = "data-team"
    CostCenter  = "CC-1006"
    Application = "data-lake"
  }
}

resource "aws_sqs_queue" "arrivals" {
  name                       = "${var.name}-arrivals"
  visibility_timeout_seconds = 360
  message_retention_seconds  = 604800
  receive_wait_time_seconds  = 20
  sqs_managed_sse_enabled    = true

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.arrivals_failed.arn
    maxReceiveCount     = 5
  })

  tags = {
    Environment = var.environment
    Owner       = "data-team"
    CostCenter  = "CC-1006"
    Application = "data-lake"
  }
}

resource "aws_sqs_queue" "failures" {
  name                       = "${var.name}-failures"
  visibility_timeout_seconds = 60
  message_retention_seconds  = 1209600
  receive_wait_time_seconds  = 20
  sqs_managed_sse_enabled    = true

  tags = {
    Environment = var.environment
    Owner       = "data-team"
    CostCenter  = "CC-1006"
    Application = "data-lake"
  }
}

resource "aws_iam_role" "checker_rights" {
  name        = "${var.name}-checker"
  description = "Reads what came and writes what was checked"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect = "Allow"
        Action = "sts:AssumeRole"
        Principal = {
          Service = "lambda.amazonaws.com"
        }
      },
    ]
  })

  tags = {
    Environment = var.environment
    Owner       = "data-team"
    CostCenter  = "CC-1006"
    Application = "data-lake"
  }
}

resource "aws_iam_role_policy" "checker_rights_rights" {
  name = "granted"
  role = aws_iam_role.checker_rights.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["s3:ListBucket"]
        Resource = [aws_s3_bucket.raw.arn]
      },
      {
        Effect   = "Allow"
        Action   = ["s3:GetObject"]
        Resource = ["${aws_s3_bucket.raw.arn}/*"]
      },
      {
        Effect   = "Allow"
        Action   = ["s3:ListBucket"]
        Resource = [aws_s3_bucket.cleaned.arn]
      },
      {
        Effect   = "Allow"
        Action   = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]
        Resource = ["${aws_s3_bucket.cleaned.arn}/*"]
      },
      {
        Effect   = "Allow"
        Action   = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
        Resource = [aws_sqs_queue.arrivals.arn]
      },
      {
        Effect   = "Allow"
        Action   = ["sqs:SendMessage", "sqs:GetQueueAttributes"]
        Resource = [aws_sqs_queue.failures.arn]
      },
      {
        Effect   = "Allow"
        Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource = [aws_kms_key.lake_key.arn]
      },
      {
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = ["arn:aws:logs:us-east-1:*:log-group:/aws/lambda/*:*"]
      },
    ]
  })
}

resource "aws_cloudwatch_log_group" "checker_logs" {
  name              = "/aws/lambda/${var.name}-checker"
  retention_in_days = 30

  tags = {
    Environment = var.environment
    Owner       = "data-team"
    CostCenter  = "CC-1006"
    Application = "data-lake"
  }
}

resource "aws_lambda_function" "checker" {
  function_name = "${var.name}-checker"
  description   = "Checks new data and writes it to the cleaned layer"
  role          = aws_iam_role.checker_rights.arn
  runtime       = "python3.12"
  handler       = "main.handler"
  s3_bucket     = aws_s3_bucket.packages.id
  s3_key        = "checker.zip"
  memory_size   = var.memory_mb
  timeout       = 60
  architectures = ["x86_64"]

  tags = {
    Environment = var.environment
    Owner       = "data-team"
    CostCenter  = "CC-1006"
    Application = "data-lake"
  }

  environment {
    variables = {
      TARGET = aws_s3_bucket.cleaned.bucket
    }
  }

  dead_letter_config {
    target_arn = aws_sqs_queue.failures.arn
  }

  tracing_config {
    mode = "Active"
  }

  depends_on = [aws_cloudwatch_log_group.checker_logs]
}

resource "aws_lambda_event_source_mapping" "checker_trigger" {
  event_source_arn = aws_sqs_queue.arrivals.arn
  function_name    = aws_lambda_function.checker.arn
  batch_size       = 10

  tags = {
    Environment = var.environment
    Owner       = "data-team"
    CostCenter  = "CC-1006"
    Application = "data-lake"
  }
}

resource "aws_iam_role" "analyst" {
  name        = "${var.name}-analyst"
  description = "Reads what is ready"

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
    CostCenter  = "CC-1006"
    Application = "data-lake"
  }
}

resource "aws_iam_instance_profile" "analyst_profile" {
  name = "${var.name}-analyst"
  role = aws_iam_role.analyst.name

  tags = {
    Environment = var.environment
    Owner       = "data-team"
    CostCenter  = "CC-1006"
    Application = "data-lake"
  }
}

resource "aws_iam_role_policy" "analyst_rights" {
  name = "granted"
  role = aws_iam_role.analyst.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["s3:ListBucket"]
        Resource = [aws_s3_bucket.ready.arn]
      },
      {
        Effect   = "Allow"
        Action   = ["s3:GetObject"]
        Resource = ["${aws_s3_bucket.ready.arn}/*"]
      },
      {
        Effect   = "Allow"
        Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource = [aws_kms_key.lake_key.arn]
      },
    ]
  })
}

resource "aws_cloudwatch_metric_alarm" "waiting" {
  alarm_name          = "${var.name}-waiting"
  alarm_description   = "New data is not checked as fast as it comes"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateNumberOfMessagesVisible"
  statistic           = "Maximum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 1000
  period              = 60
  evaluation_periods  = 15
  treat_missing_data  = "notBreaching"

  dimensions = {
    QueueName = aws_sqs_queue.arrivals.name
  }

  tags = {
    Environment = var.environment
    Owner       = "data-team"
    CostCenter  = "CC-1006"
    Application = "data-lake"
  }
}
