resource "aws_s3_bucket_website_configuration" "minimal" {
  bucket                = "other"
  expected_bucket_owner = "123456789013"
  routing_rules         = "{\"A\":[\"b\"]}"
  index_document {
    suffix = "other"
  }
  error_document {
    key = "other"
  }
}

resource "aws_s3_bucket_website_configuration" "second" {
  bucket = "b"
  routing_rule {
    condition {
      http_error_code_returned_equals = "other"
      key_prefix_equals               = "other"
    }
    redirect {
      host_name               = "other"
      http_redirect_code      = "other"
      protocol                = "https"
      replace_key_prefix_with = "other"
      replace_key_with        = "other"
    }
  }
}

resource "aws_s3_bucket_website_configuration" "third" {
  bucket = "b"
  redirect_all_requests_to {
    host_name = "other"
    protocol  = "https"
  }
}
