resource "aws_cloudwatch_log_group" "application_logs" {
  name              = "${var.name}-applications"
  retention_in_days = 90

  tags = {
    Environment = var.environment
    Owner       = "operations-team"
    CostCenter  = "CC-1013"
    Application = "observability-base"
  }
}

resource "aws_cloudwatch_log_group" "audit_logs" {
  name              = "${var.name}-audit"
  retention_in_days = 365

  tags = {
    Environment = var.environment
    Owner       = "operations-team"
    CostCenter  = "CC-1013"
    Application = "observability-base"
  }
}

resource "aws_s3_bucket" "archive" {
  bucket = var.bucket_name

  tags = {
    Environment = var.environment
    Owner       = "operations-team"
    CostCenter  = "CC-1013"
    Application = "observability-base"
  }
}

resource "aws_s3_bucket_versioning" "archive_versions" {
  bucket = aws_s3_bucket.archive.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "archive_encryption" {
  bucket = aws_s3_bucket.archive.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_public_access_block" "archive_private" {
  bucket                  = aws_s3_bucket.archive.id
  block_public_acls       = true
  ignore_public_acls      = true
  block_public_policy     = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_lifecycle_configuration" "archive_lifecycle" {
  bucket = aws_s3_bucket.archive.id

  rule {
    id     = "archive"
    status = "Enabled"

    filter {
      prefix = ""
    }

    transition {
      days          = 30
      storage_class = "GLACIER_IR"
    }
  }

  rule {
    id     = "delete"
    status = "Enabled"

    filter {
      prefix = ""
    }

    expiration {
      days = var.archive_days
    }
  }

  rule {
    id     = "old-versions"
    status = "Enabled"

    filter {
      prefix = ""
    }

    noncurrent_version_expiration {
      noncurrent_days = 30
    }
  }
}

resource "aws_sqs_queue" "alarm_queue_failed" {
  name                      = "${var.name}-alarms-failed"
  message_retention_seconds = 1209600
  sqs_managed_sse_enabled   = true

  tags = {
    Environment = var.environment
    Owner       = "operations-team"
    CostCenter  = "CC-1013"
    Application = "observability-base"
  }
}

resource "aws_sqs_queue" "alarm_queue" {
  name                       = "${var.name}-alarms"
  visibility_timeout_seconds = 60
  message_retention_seconds  = 1209600
  receive_wait_time_seconds  = 20
  sqs_managed_sse_enabled    = true

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.alarm_queue_failed.arn
    maxReceiveCount     = 5
  })

  tags = {
    Environment = var.environment
    Owner       = "operations-team"
    CostCenter  = "CC-1013"
    Application = "observability-base"
  }
}

resource "aws_sns_topic" "alarms" {
  name              = "${var.name}-alarms"
  kms_master_key_id = "alias/aws/sns"

  tags = {
    Environment = var.environment
    Owner       = "operations-team"
    CostCenter  = "CC-1013"
    Application = "observability-base"
  }
}

resource "aws_sns_topic_subscription" "alarms_to_1" {
  topic_arn            = aws_sns_topic.alarms.arn
  protocol             = "sqs"
  endpoint             = aws_sqs_queue.alarm_queue.arn
  raw_message_delivery = true
}

resource "aws_sqs_queue_policy" "alarms_right_1" {
  queue_url = aws_sqs_queue.alarm_queue.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = "sqs:SendMessage"
        Resource = aws_sqs_queue.alarm_queue.arn
        Principal = {
          Service = "sns.amazonaws.com"
        }
        Condition = {
          ArnEquals = {
            "aws:SourceArn" = aws_sns_topic.alarms.arn
          }
        }
      },
    ]
  })
}

resource "aws_cloudwatch_metric_alarm" "alarms_waiting" {
  alarm_name          = "${var.name}-alarms-waiting"
  alarm_description   = "Nobody looks at the alarms"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateNumberOfMessagesVisible"
  statistic           = "Maximum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = var.waiting_limit
  period              = 60
  evaluation_periods  = 15
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]

  dimensions = {
    QueueName = aws_sqs_queue.alarm_queue.name
  }

  tags = {
    Environment = var.environment
    Owner       = "operations-team"
    CostCenter  = "CC-1013"
    Application = "observability-base"
  }
}

resource "aws_iam_role" "writer" {
  name        = "${var.name}-writer"
  description = "Sends alarms and writes the archive"

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
    Owner       = "operations-team"
    CostCenter  = "CC-1013"
    Application = "observability-base"
  }
}

resource "aws_iam_role_policy" "writer_rights" {
  name = "granted"
  role = aws_iam_role.writer.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["s3:ListBucket"]
        Resource = [aws_s3_bucket.archive.arn]
      },
      {
        Effect   = "Allow"
        Action   = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]
        Resource = ["${aws_s3_bucket.archive.arn}/*"]
      },
      {
        Effect   = "Allow"
        Action   = ["sns:Publish"]
        Resource = [aws_sns_topic.alarms.arn]
      },
      {
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = ["arn:aws:logs:us-east-1:*:log-group:/aws/lambda/*:*"]
      },
    ]
  })
}
