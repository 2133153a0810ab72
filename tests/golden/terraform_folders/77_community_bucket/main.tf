terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0, < 6.0"
    }
  }
}
provider "aws" {
  region = "us-west-2"
}

module "logs" {
  source        = "./bucket"
  bucket        = "acme-logs-9f3b"
  force_destroy = true
  acl           = "log-delivery-write"

  attach_elb_log_delivery_policy = true
  control_object_ownership       = true
  object_ownership               = "BucketOwnerPreferred"
}

module "data" {
  source        = "./bucket"
  bucket_prefix = "acme-data-"
  versioning = {
    status     = true
    mfa_delete = false
  }
  logging = {
    target_bucket = module.logs.id
    target_prefix = "log/"
  }
  lifecycle_rule = [
    {
      id      = "log"
      enabled = true
      filter  = { tags = { some = "value", another = "value2" } }
      transition = [
        { days = 30, storage_class = "ONEZONE_IA" },
        { days = 60, storage_class = "GLACIER" },
      ]
    },
    {
      id                                     = "log1"
      enabled                                = true
      abort_incomplete_multipart_upload_days = 7
      noncurrent_version_transition = [
        { days = 30, storage_class = "STANDARD_IA" },
      ]
      noncurrent_version_expiration = { days = 300 }
    },
    {
      id         = "old"
      enabled    = false
      filter     = { prefix = "old/", object_size_greater_than = 200000 }
      expiration = { days = 90 }
    },
  ]
  server_side_encryption_configuration = {
    rule = {
      apply_server_side_encryption_by_default = {
        kms_master_key_id = aws_kms_key.objects.arn
        sse_algorithm     = "aws:kms"
      }
      bucket_key_enabled = true
    }
  }
  cors_rule = jsonencode([
    {
      allowed_methods = ["PUT", "POST"]
      allowed_origins = ["https://example.com"]
      allowed_headers = ["*"]
      expose_headers  = ["ETag"]
      max_age_seconds = 3000
    }
  ])
  attach_policy = true
  policy        = data.aws_iam_policy_document.bucket.json
  tags          = { Owner = "data" }
}

module "none" {
  source        = "./bucket"
  create_bucket = false
}

resource "aws_kms_key" "objects" {
  description             = "KMS key is used to encrypt bucket objects"
  deletion_window_in_days = 7
}

data "aws_iam_policy_document" "bucket" {
  statement {
    sid     = "AllowRead"
    actions = ["s3:ListBucket"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111111111111:role/reader"]
    }
    resources = ["arn:aws:s3:::acme-data"]
  }
}

resource "aws_s3_object" "config" {
  for_each = fileset("${path.module}/files", "**/*.txt")

  bucket       = module.data.id
  key          = "config/${each.value}"
  content      = file("${path.module}/files/${each.value}")
  content_type = "text/plain"
  etag         = filemd5("${path.module}/files/${each.value}")
}

output "log_bucket" { value = module.logs.id }
output "data_arn" { value = module.data.arn }
output "none" { value = module.none.id }
output "etags" { value = { for k, o in aws_s3_object.config : k => o.etag } }
