resource "aws_s3_bucket_ownership_controls" "minimal" {
  bucket = "other"
  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}
