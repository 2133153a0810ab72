terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.0"
    }
  }
}
provider "aws" {
  region = "eu-west-1"
  default_tags {
    tags = {
      App   = "hello"
      Stage = var.stage
    }
  }
}

variable "stage" {
  default = "test"
}

variable "routes" {
  default = {
    "GET /hello"  = { memory = 128 }
    "POST /order" = { memory = 512, timeout = 30 }
  }
}

locals {
  functions = {
    for route, settings in var.routes :
    replace(lower(route), "/[^a-z]+/", "-") => merge({ timeout = 3, route = route }, settings)
  }
}

resource "aws_iam_role" "lambda" {
  name               = "hello-${var.stage}"
  assume_role_policy = data.aws_iam_policy_document.assume.json
}

data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

resource "aws_lambda_function" "this" {
  for_each      = local.functions
  function_name = "hello-${each.key}"
  role          = aws_iam_role.lambda.arn
  runtime       = "python3.12"
  handler       = "app.${replace(each.key, "-", "_")}"
  s3_bucket     = "artifacts"
  s3_key        = "hello/${var.stage}.zip"
  memory_size   = each.value.memory
  timeout       = each.value.timeout
  environment {
    variables = {
      STAGE = upper(var.stage)
      ROUTE = each.value.route
    }
  }
  tags = { Function = each.key }
}

resource "aws_apigatewayv2_api" "http" {
  name          = "hello"
  protocol_type = "HTTP"
}

resource "aws_apigatewayv2_integration" "lambda" {
  for_each               = aws_lambda_function.this
  api_id                 = aws_apigatewayv2_api.http.id
  integration_type       = "AWS_PROXY"
  integration_uri        = each.value.invoke_arn
  payload_format_version = "2.0"
}

resource "aws_apigatewayv2_route" "lambda" {
  for_each  = local.functions
  api_id    = aws_apigatewayv2_api.http.id
  route_key = each.value.route
  target    = "integrations/${aws_apigatewayv2_integration.lambda[each.key].id}"
}

resource "aws_lambda_permission" "api" {
  for_each      = aws_lambda_function.this
  action        = "lambda:InvokeFunction"
  function_name = each.value.function_name
  principal     = "apigateway.amazonaws.com"
}
