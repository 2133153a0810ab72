resource "aws_kms_key" "event_key" {
  description             = "Encrypts topic, bucket and table of the event pipeline"
  enable_key_rotation     = true
  deletion_window_in_days = 30

  tags = {
    Environment = var.environment
    Owner       = "data-team"
    CostCenter  = "CC-1003"
    Application = "event-pipeline"
  }
}

resource "aws_sns_topic" "events" {
  name              = "${var.name}-events"
  kms_master_key_id = aws_kms_key.event_key.arn

  tags = {
    Environment = var.environment
    Owner       = "data-team"
    CostCenter  = "CC-1003"
    Application = "event-pipeline"
  }
}

resource "aws_sqs_queue" "unreadable" {
  name                      = "${var.name}-unreadable"
  message_retention_seconds = 1209600
  sqs_managed_sse_enabled   = true

  tags = {
    Environment = var.environment
    Owner       = "data-team"
    CostCenter  = "CC-1003"
    Application = "event-pipeline"
  }
}

resource "aws_sqs_queue" "waiting" {
  name                       = "${var.name}-waiting"
  visibility_timeout_seconds = 360
  receive_wait_time_seconds  = 20
  sqs_managed_sse_enabled    = true

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.unreadable.arn
    maxReceiveCount     = 5
  })

  tags = {
    Environment = var.environment
    Owner       = "data-team"
    CostCenter  = "CC-1003"
    Application = "event-pipeline"
  }
}

resource "aws_sns_topic_subscription" "events_to_waiting" {
  topic_arn            = aws_sns_topic.events.arn
  protocol             = "sqs"
  endpoint             = aws_sqs_queue.waiting.arn
  raw_message_delivery = true
}

resource "aws_sqs_queue_policy" "waiting_right" {
  queue_url = aws_sqs_queue.waiting.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = "sqs:SendMessage"
        Resource = aws_sqs_queue.waiting.arn
        Principal = {
          Service = "sns.amazonaws.com"
        }
        Condition = {
          ArnEquals = {
            "aws:SourceArn" = aws_sns_topic.events.arn
          }
        }
      },
    ]
  })
}

resource "aws_s3_bucket" "store" {
  bucket = var.bucket_name

  tags = {
    Environment = var.environment
    Owner       = "data-team"
    CostCenter  = "CC-1003"
    Application = "event-pipeline"
  }
}

resource "aws_s3_bucket_versioning" "store_versions" {
  bucket = aws_s3_bucket.store.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "store_encryption" {
  bucket = aws_s3_bucket.store.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.event_key.arn
    }
  }
}

resource "aws_s3_bucket_public_access_block" "store_private" {
  bucket                  = aws_s3_bucket.store.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_dynamodb_table" "counts" {
  name         = "${var.name}-counts"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "kind"
  range_key    = "hour"

  tags = {
    Environment = var.environment
    Owner       = "data-team"
    CostCenter  = "CC-1003"
    Application = "event-pipeline"
  }

  attribute {
    name = "kind"
    type = "S"
  }

  attribute {
    name = "hour"
    type = "S"
  }

  point_in_time_recovery {
    enabled = true
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = aws_kms_key.event_key.arn
  }
}

resource "aws_cloudwatch_log_group" "writer_logs" {
  name              = "/aws/lambda/${var.name}-writer"
  retention_in_days = var.log_days

  tags = {
    Environment = var.environment
    Owner       = "data-team"
    CostCenter  = "CC-1003"
    Application = "event-pipeline"
  }
}

resource "aws_iam_role" "writer_role" {
  name        = "${var.name}-writer"
  description = "What the writer may do"

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
    CostCenter  = "CC-1003"
    Application = "event-pipeline"
  }
}

resource "aws_iam_role_policy" "writer_rights" {
  name = "read-queue-write-store"
  role = aws_iam_role.writer_role.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
        Resource = aws_sqs_queue.waiting.arn
      },
      {
        Effect   = "Allow"
        Action   = ["sqs:SendMessage"]
        Resource = aws_sqs_queue.unreadable.arn
      },
      {
        Effect   = "Allow"
        Action   = ["s3:PutObject"]
        Resource = "${aws_s3_bucket.store.arn}/*"
      },
      {
        Effect   = "Allow"
        Action   = ["dynamodb:UpdateItem"]
        Resource = aws_dynamodb_table.counts.arn
      },
      {
        Effect   = "Allow"
        Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource = aws_kms_key.event_key.arn
      },
      {
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "${aws_cloudwatch_log_group.writer_logs.arn}:*"
      },
      {
        Effect   = "Allow"
        Action   = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]
        Resource = "*"
      },
    ]
  })
}

resource "aws_lambda_function" "writer" {
  function_name = "${var.name}-writer"
  description   = "Writes events from the queue to the bucket and counts them"
  role          = aws_iam_role.writer_role.arn
  package_type  = "Image"
  image_uri     = var.image_uri
  memory_size   = var.memory_mb
  timeout       = 60

  tags = {
    Environment = var.environment
    Owner       = "data-team"
    CostCenter  = "CC-1003"
    Application = "event-pipeline"
  }

  environment {
    variables = {
      BUCKET    = aws_s3_bucket.store.bucket
      TABLE     = aws_dynamodb_table.counts.name
      QUEUE_URL = aws_sqs_queue.waiting.url
    }
  }

  dead_letter_config {
    target_arn = aws_sqs_queue.unreadable.arn
  }

  tracing_config {
    mode = "Active"
  }

  depends_on = [
    aws_cloudwatch_log_group.writer_logs,
    aws_iam_role_policy.writer_rights,
  ]
}

resource "aws_lambda_event_source_mapping" "waiting_to_writer" {
  event_source_arn = aws_sqs_queue.waiting.arn
  function_name    = aws_lambda_function.writer.arn
  batch_size       = 10

  tags = {
    Environment = var.environment
    Owner       = "data-team"
    CostCenter  = "CC-1003"
    Application = "event-pipeline"
  }
}
