resource "aws_s3_object" "minimal" {
  bucket                        = "other"
  key                           = "other"
  acl                           = "bucket-owner-full-control"
  bucket_key_enabled            = true
  cache_control                 = "other"
  checksum_algorithm            = "CRC64NVME"
  content_base64                = "other"
  content_disposition           = "other"
  content_encoding              = "other"
  content_language              = "other"
  content_type                  = "other"
  force_destroy                 = true
  kms_key_id                    = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"
  object_lock_legal_hold_status = "OFF"
  object_lock_mode              = "COMPLIANCE"
  object_lock_retain_until_date = "2030-01-01T00:00:00Z"
  server_side_encryption        = "aws:kms:dsse"
  source_hash                   = "other"
  storage_class                 = "EXPRESS_ONEZONE"
  tags                          = { A = "b" }
  website_redirect              = "other"
  override_provider {
    default_tags {}
  }
}

resource "aws_s3_object" "second" {
  bucket  = "b"
  key     = "k"
  content = "other"
  etag    = "other"
}

resource "aws_s3_object" "third" {
  bucket = "b"
  key    = "k"
  source = "other"
}

resource "aws_s3_object" "metadata" {
  bucket   = "b"
  key      = "k"
  metadata = { a = "b" }
}
