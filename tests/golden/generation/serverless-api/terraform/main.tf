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
        Action   = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
        Resource = aws_sqs_queue.work.arn
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

resource "aws_lambda_event_source_mapping" "work_to_handler" {
  event_source_arn = aws_sqs_queue.work.arn
  function_name    = aws_lambda_function.handler.arn
  batch_size       = 10

  tags = {
    Environment = var.environment
    Owner       = "api-team"
    CostCenter  = "CC-1002"
    Application = "serverless-api"
  }
}

resource "aws_apigatewayv2_api" "api" {
  name          = var.name
  protocol_type = "HTTP"
  description   = "Hands every request to the function"

  tags = {
    Environment = var.environment
    Owner       = "api-team"
    CostCenter  = "CC-1002"
    Application = "serverless-api"
  }
}

resource "aws_apigatewayv2_integration" "api_to_handler" {
  api_id                 = aws_apigatewayv2_api.api.id
  integration_type       = "AWS_PROXY"
  integration_uri        = aws_lambda_function.handler.invoke_arn
  payload_format_version = "2.0"
}

resource "aws_apigatewayv2_route" "api_requests" {
  api_id    = aws_apigatewayv2_api.api.id
  route_key = "$default"
  target    = "integrations/${aws_apigatewayv2_integration.api_to_handler.id}"
}

resource "aws_cloudwatch_log_group" "api_logs" {
  name              = "/aws/apigateway/${var.name}"
  retention_in_days = var.log_days

  tags = {
    Environment = var.environment
    Owner       = "api-team"
    CostCenter  = "CC-1002"
    Application = "serverless-api"
  }
}

resource "aws_apigatewayv2_stage" "api_stage" {
  api_id      = aws_apigatewayv2_api.api.id
  name        = "$default"
  auto_deploy = true

  tags = {
    Environment = var.environment
    Owner       = "api-team"
    CostCenter  = "CC-1002"
    Application = "serverless-api"
  }

  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.api_logs.arn
    format          = "$context.requestId $context.identity.sourceIp $context.httpMethod $context.path $context.status"
  }

  default_route_settings {
    throttling_burst_limit = 100
    throttling_rate_limit  = 100
  }
}

resource "aws_lambda_permission" "api_right" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.handler.function_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.api.execution_arn}/*"
}
