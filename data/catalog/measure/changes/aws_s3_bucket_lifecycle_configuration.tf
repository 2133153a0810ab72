resource "aws_s3_bucket_lifecycle_configuration" "minimal" {
  bucket                                 = "other"
  expected_bucket_owner                  = "123456789013"
  transition_default_minimum_object_size = "all_storage_classes_128K"
  rule {
    id     = "other"
    status = "Enabled"
    prefix = "other"
    filter {
      object_size_greater_than = 5
      object_size_less_than    = 5
      and {
        object_size_greater_than = 5
        object_size_less_than    = 5
        prefix                   = "other"
        tags                     = { A = "b" }
      }
      tag {
        key   = "other"
        value = "other"
      }
    }
    expiration {
      days                         = 5
      date                         = "2030-01-01T00:00:00Z"
      expired_object_delete_marker = true
    }
    abort_incomplete_multipart_upload {
      days_after_initiation = 5
    }
    noncurrent_version_expiration {
      newer_noncurrent_versions = 5
      noncurrent_days           = 5
    }
    noncurrent_version_transition {
      newer_noncurrent_versions = 5
      noncurrent_days           = 5
      storage_class             = "GLACIER"
    }
  }
}
