resource "aws_s3_bucket_cors_configuration" "minimal" {
  bucket                = "other"
  expected_bucket_owner = "123456789013"
  cors_rule {
    allowed_methods = ["other"]
    allowed_origins = ["other"]
    allowed_headers = ["other"]
    expose_headers  = ["other"]
    id              = "other"
    max_age_seconds = 5
  }
}
