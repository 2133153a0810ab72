resource "aws_s3_bucket_lifecycle_configuration" "minimal" {
  bucket = "b"
  rule {
    id     = "r"
    status = "Enabled"
    filter {}
    expiration {
      days = 30
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "blocks" {
  bucket = "b"
  rule {
    id     = "r"
    status = "Enabled"
    filter {
      and {}
      tag {
        key   = "other"
        value = "other"
      }
    }
    expiration {
      days = 30
    }
    abort_incomplete_multipart_upload {}
    noncurrent_version_expiration {
      noncurrent_days = 5
    }
    noncurrent_version_transition {
      noncurrent_days = 5
      storage_class   = "GLACIER"
    }
    transition {
      storage_class = "GLACIER"
    }
  }
}
