resource "aws_s3_bucket_logging" "minimal" {
  bucket                = "other"
  target_bucket         = "other"
  target_prefix         = "other"
  expected_bucket_owner = "123456789013"
  target_grant {
    permission = "WRITE"
    grantee {
      email_address = "a@example.com"
      id            = "other"
      type          = "Group"
      uri           = "https://other.example.com"
    }
  }
  target_object_key_format {
    simple_prefix {}
  }
}
