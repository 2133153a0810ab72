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
  region = var.region
}

resource "aws_s3_bucket" "data" {
  for_each      = var.buckets
  bucket        = "${var.prefix}-${each.key}"
  force_destroy = each.value.temporary
  tags          = merge(var.tags, { Tier = each.value.tier })
}

resource "aws_s3_bucket_versioning" "data" {
  for_each = { for name, bucket in var.buckets : name => bucket if bucket.versioned }
  bucket   = aws_s3_bucket.data[each.key].id
  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_public_access_block" "data" {
  for_each                = aws_s3_bucket.data
  bucket                  = each.value.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

output "names" {
  value = sort([for b in aws_s3_bucket.data : b.bucket])
}
