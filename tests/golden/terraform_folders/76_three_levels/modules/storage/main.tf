variable "name" { type = string }

module "key" {
  source = "../key"
  alias  = "alias/${var.name}"
}

resource "aws_s3_bucket" "this" {
  bucket = var.name
  tags   = local.tags
}

locals {
  tags = { Name = var.name, From = "main" }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  bucket = aws_s3_bucket.this.id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = module.key.arn
    }
  }
}

output "tree" {
  value = { bucket = aws_s3_bucket.this.bucket, key = module.key.alias }
}
