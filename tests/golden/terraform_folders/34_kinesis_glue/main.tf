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

variable "streams" {
  type    = map(number)
  default = { clicks = 2, orders = 1 }
}

resource "aws_kinesis_stream" "this" {
  for_each         = var.streams
  name             = each.key
  shard_count      = each.value
  retention_period = each.value > 1 ? 48 : 24
}

resource "aws_s3_bucket" "lake" {
  bucket = "lake-raw"
}

resource "aws_iam_role" "firehose" {
  name               = "firehose"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [] })
}

resource "aws_kinesis_firehose_delivery_stream" "s3" {
  for_each    = aws_kinesis_stream.this
  name        = "${each.key}-to-s3"
  destination = "extended_s3"

  kinesis_source_configuration {
    kinesis_stream_arn = each.value.arn
    role_arn           = aws_iam_role.firehose.arn
  }

  extended_s3_configuration {
    role_arn            = aws_iam_role.firehose.arn
    bucket_arn          = aws_s3_bucket.lake.arn
    prefix              = "${each.key}/!{timestamp:yyyy/MM/dd}/"
    error_output_prefix = "errors/"
    buffering_size      = 64
    compression_format  = "GZIP"
  }
}

resource "aws_glue_catalog_database" "lake" {
  name = replace("lake-raw", "-", "_")
}

resource "aws_athena_workgroup" "lake" {
  name = "lake"
  configuration {
    result_configuration {
      output_location = "s3://${aws_s3_bucket.lake.bucket}/results/"
    }
  }
}

output "stream_names" {
  value = join(",", keys(aws_kinesis_stream.this))
}
