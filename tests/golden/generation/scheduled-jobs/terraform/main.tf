resource "aws_s3_bucket" "packages" {
  bucket = var.bucket_name

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1012"
    Application = "scheduled-jobs"
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

resource "aws_dynamodb_table" "runs" {
  name                        = "${var.name}-runs"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "job"
  range_key                   = "started"
  deletion_protection_enabled = var.deletion_protection

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1012"
    Application = "scheduled-jobs"
  }

  attribute {
    name = "job"
    type = "S"
  }

  attribute {
    name = "started"
    type = "S"
  }

  point_in_time_recovery {
    enabled = true
  }

  server_side_encryption {
    enabled = true
  }

  ttl {
    attribute_name = "forgotten_at"
    enabled        = true
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
    Owner       = "platform-team"
    CostCenter  = "CC-1012"
    Application = "scheduled-jobs"
  }
}

resource "aws_iam_role" "job_rights" {
  name        = var.name
  description = "Writes the table of runs"

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
    Owner       = "platform-team"
    CostCenter  = "CC-1012"
    Application = "scheduled-jobs"
  }
}

resource "aws_iam_role_policy" "job_rights_rights" {
  name = "granted"
  role = aws_iam_role.job_rights.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect = "Allow"
        Action = [
          "dynamodb:GetItem",
          "dynamodb:BatchGetItem",
          "dynamodb:Query",
          "dynamodb:Scan",
          "dynamodb:PutItem",
          "dynamodb:UpdateItem",
          "dynamodb:DeleteItem",
        ]
        Resource = [aws_dynamodb_table.runs.arn]
      },
      {
        Effect   = "Allow"
        Action   = ["sqs:SendMessage", "sqs:GetQueueAttributes"]
        Resource = [aws_sqs_queue.failures.arn]
      },
      {
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = ["arn:aws:logs:us-east-1:*:log-group:/aws/lambda/*:*"]
      },
    ]
  })
}

resource "aws_cloudwatch_log_group" "job_logs" {
  name              = "/aws/lambda/${var.name}"
  retention_in_days = 30

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1012"
    Application = "scheduled-jobs"
  }
}

resource "aws_lambda_function" "job" {
  function_name = var.name
  description   = "Runs by the clock"
  role          = aws_iam_role.job_rights.arn
  runtime       = "python3.12"
  handler       = "main.handler"
  s3_bucket     = aws_s3_bucket.packages.id
  s3_key        = "job.zip"
  memory_size   = var.memory_mb
  timeout       = 300
  architectures = ["x86_64"]

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1012"
    Application = "scheduled-jobs"
  }

  environment {
    variables = {
      TABLE = aws_dynamodb_table.runs.name
    }
  }

  dead_letter_config {
    target_arn = aws_sqs_queue.failures.arn
  }

  tracing_config {
    mode = "Active"
  }

  depends_on = [aws_cloudwatch_log_group.job_logs]
}

resource "aws_cloudwatch_event_rule" "job_schedule" {
  name                = var.name
  description         = "Runs ${var.name}"
  schedule_expression = "rate(15 minutes)"

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1012"
    Application = "scheduled-jobs"
  }
}

resource "aws_cloudwatch_event_target" "job_run" {
  rule = aws_cloudwatch_event_rule.job_schedule.name
  arn  = aws_lambda_function.job.arn
}

resource "aws_lambda_permission" "job_caller" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.job.function_name
  principal     = "events.amazonaws.com"
  source_arn    = aws_cloudwatch_event_rule.job_schedule.arn
}

resource "aws_sns_topic" "alarms" {
  name              = "${var.name}-alarms"
  kms_master_key_id = "alias/aws/sns"

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1012"
    Application = "scheduled-jobs"
  }
}

resource "aws_cloudwatch_metric_alarm" "failing" {
  alarm_name          = "${var.name}-failing"
  alarm_description   = "A job failed; its event waits in the queue of failures"
  namespace           = "AWS/Lambda"
  metric_name         = "Errors"
  statistic           = "Sum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  period              = 60
  evaluation_periods  = 5
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]

  dimensions = {
    FunctionName = aws_lambda_function.job.function_name
  }

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1012"
    Application = "scheduled-jobs"
  }
}
