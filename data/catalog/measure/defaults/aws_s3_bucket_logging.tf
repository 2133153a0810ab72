resource "aws_s3_bucket_logging" "minimal" {
  bucket        = "b"
  target_bucket = "l"
  target_prefix = "logs/"
}

resource "aws_s3_bucket_logging" "blocks" {
  bucket        = "b"
  target_bucket = "l"
  target_prefix = "logs/"
  target_grant {
    permission = "WRITE"
    grantee {
      type = "Group"
    }
  }
  target_object_key_format {
    simple_prefix {}
  }
}

resource "aws_s3_bucket_logging" "others" {
  bucket        = "b"
  target_bucket = "l"
  target_prefix = "logs/"
  target_object_key_format {
    simple_prefix {}
  }
}
