resource "aws_kms_key" "data_key" {
  description             = "Encrypts the table of the serverless API"
  enable_key_rotation     = true
  deletion_window_in_days = 30

  tags = {
    Environment = var.environment
    Owner       = "api-team"
    CostCenter  = "CC-1002"
    Application = "serverless-api"
  }
}

resource "aws_dynamodb_table" "items" {
  name                        = "${var.name}-items"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "pk"
  range_key                   = "sk"
  deletion_protection_enabled = var.deletion_protection

  tags = {
    Environment = var.environment
    Owner       = "api-team"
    CostCenter  = "CC-1002"
    Application = "serverless-api"
  }

  attribute {
    name = "pk"
    type = "S"
  }

  attribute {
    name = "sk"
    type = "S"
  }

  point_in_time_recovery {
    enabled = true
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = aws_kms_key.data_key.arn
  }

  ttl {
    attribute_name = "expires_at"
    enabled        = true
  }
}

resource "aws_sqs_queue" "failed" {
  name                      = "${var.name}-failed"
  message_retention_seconds = 1209600
  sqs_managed_sse_enabled   = true

  tags = {
    Environment = var.environment
    Owner       = "api-team"
    CostCenter  = "CC-1002"
    Application = "serverless-api"
  }
}

resource "aws_sqs_queue" "work" {
  name                       = "${var.name}-work"
  visibility_timeout_seconds = 90
  receive_wait_time_seconds  = 20
  sqs_managed_sse_enabled    = true

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.failed.arn
    maxReceiveCount     = 5
  })

  tags = {
    Environment = var.environment
    Owner       = "api-team"
    CostCenter  = "CC-1002"
    Application = "serverless-api"
  }
}

resource "aws_cloudwatch_log_group" "handler_logs" {
  name              = "/aws/lambda/${var.name}"
  retention_in_days = var.log_days

  tags = {
    Environment = var.environment
    Owner       = "api-team"
    CostCenter  = "CC-1002"
    Application = "serverless-api"
  }
}

resource "aws_iam_role" "handler_role" {
  name        = "${var.name}-handler"
  description = "What the function may do"

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
    Owner       = "api-team"
    CostCenter  = "CC-1002"
    Application = "serverless-api"
  }
}

resource "aws_iam_role_policy" "handler_rights" {
  name = "table-queue-logs"
  role = aws_iam_role.handler_role.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect = "Allow"
        Action = [
          "dynamodb:GetItem",
          "dynamodb:PutItem",
          "dynamodb:UpdateItem",
          "dynamodb:Query",
        ]
        Resource = aws_dynamodb_table.items.arn
      },
      {
        Effect   = "Allow"
        Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource = aws_kms_key.data_key.arn
      },
      {
        Effect   = "Allow"
        Action   = ["sqs:SendMessage"]
        Resource = [aws_sqs_queue.work.arn, aws_sqs_queue.failed.arn]
      },
      {
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "${aws_cloudwatch_log_group.handler_logs.arn}:*"
      },
      {
        Effect   = "Allow"
        Action   = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]
        Resource = "*"
      },
    ]
  })
}

resource "aws_lambda_function" "handler" {
  function_name = var.name
  description   = "Answers the requests of the API"
  role          = aws_iam_role.handler_role.arn
  package_type  = "Image"
  image_uri     = var.image_uri
  memory_size   = var.memory_mb
  timeout       = var.timeout_seconds

  tags = {
    Environment = var.environment
    Owner       = "api-team"
    CostCenter  = "CC-1002"
    Application = "serverless-api"
  }

  environment {
    variables = {
      TABLE_NAME = aws_dynamodb_table.items.name
      QUEUE_URL  = aws_sqs_queue.work.url
    }
  }

  dead_letter_config {
    target_arn = aws_sqs_queue.failed.arn
  }

  tracing_config {
    mode = "Active"
  }

  depends_on = [
    aws_cloudwatch_log_group.handler_logs,
    aws_iam_role_policy.handler_rights,
  ]
}
