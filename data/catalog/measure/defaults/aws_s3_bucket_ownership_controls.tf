resource "aws_s3_bucket_ownership_controls" "minimal" {
  bucket = "b"
  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_ownership_controls" "blocks" {
  bucket = "b"
  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}
