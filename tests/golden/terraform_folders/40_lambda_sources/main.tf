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
  region = "us-east-1"
}

variable "sources" {
  default = {
    queue  = { kind = "sqs", batch = 10 }
    stream = { kind = "kinesis", batch = 100, window = 30 }
  }
}

resource "aws_sqs_queue" "in" {
  name                       = "in"
  visibility_timeout_seconds = aws_lambda_function.worker.timeout * 6
}

resource "aws_kinesis_stream" "in" {
  name = "in"
  stream_mode_details {
    stream_mode = "ON_DEMAND"
  }
}

locals {
  arns = {
    sqs     = aws_sqs_queue.in.arn
    kinesis = aws_kinesis_stream.in.arn
  }
}

resource "aws_lambda_layer_version" "deps" {
  layer_name          = "deps"
  s3_bucket           = "artifacts"
  s3_key              = "layers/deps.zip"
  compatible_runtimes = ["python3.11", "python3.12"]
}

resource "aws_lambda_function" "worker" {
  function_name = "worker"
  role          = "arn:aws:iam::123456789012:role/worker"
  handler       = "main.run"
  runtime       = "python3.12"
  s3_bucket     = "artifacts"
  s3_key        = "worker.zip"
  timeout       = 20
  layers        = [aws_lambda_layer_version.deps.arn]
  architectures = ["arm64"]
  dead_letter_config {
    target_arn = aws_sns_topic.failed.arn
  }
  tracing_config {
    mode = "Active"
  }
}

resource "aws_sns_topic" "failed" {
  name = "failed"
}

resource "aws_lambda_event_source_mapping" "in" {
  for_each                           = var.sources
  event_source_arn                   = local.arns[each.value.kind]
  function_name                      = aws_lambda_function.worker.arn
  batch_size                         = each.value.batch
  maximum_batching_window_in_seconds = lookup(each.value, "window", null)
  starting_position                  = each.value.kind == "kinesis" ? "LATEST" : null
}

resource "aws_lambda_alias" "live" {
  name             = "live"
  function_name    = aws_lambda_function.worker.function_name
  function_version = "$LATEST"
}

resource "aws_lambda_function_url" "worker" {
  function_name      = aws_lambda_function.worker.function_name
  qualifier          = aws_lambda_alias.live.name
  authorization_type = "AWS_IAM"
}
