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
}

resource "aws_s3_bucket" "logs" {
  bucket_prefix = "logs-"
}

data "aws_iam_policy_document" "base" {
  statement {
    sid       = "Base"
    actions   = ["s3:ListAllMyBuckets"]
    resources = ["*"]
  }
}

data "aws_iam_policy_document" "logs" {
  source_policy_documents = [data.aws_iam_policy_document.base.json]
  statement {
    sid       = "Logs"
    actions   = ["s3:PutObject"]
    resources = ["${aws_s3_bucket.logs.arn}/*"]
  }
}

data "aws_iam_policy_document" "combined" {
  source_policy_documents = [data.aws_iam_policy_document.base.json]
  override_policy_documents = [jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Sid = "Base", Effect = "Deny", Action = "s3:*", Resource = "*" }]
  })]
  statement {
    sid       = "More"
    actions   = ["logs:PutLogEvents", "logs:CreateLogStream"]
    resources = formatlist("arn:aws:logs:*:*:log-group:%s", ["a", "b"])
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::123456789012:root", "arn:aws:iam::210987654321:root"]
    }
  }
}

data "aws_s3_object" "later" {
  bucket = aws_s3_bucket.logs.id
  key    = "config.json"
}

resource "aws_iam_policy" "logs" {
  name   = "logs"
  policy = data.aws_iam_policy_document.logs.json
}

resource "aws_iam_policy" "combined" {
  name   = "combined"
  policy = data.aws_iam_policy_document.combined.json
}

resource "aws_ssm_parameter" "later" {
  name  = "later"
  type  = "String"
  value = data.aws_s3_object.later.body
}

output "minified" {
  value = data.aws_iam_policy_document.combined.minified_json
}
