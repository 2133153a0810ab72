resource "aws_s3_bucket_website_configuration" "minimal" {
  bucket = "b"
  index_document {
    suffix = "index.html"
  }
}

resource "aws_s3_bucket_website_configuration" "blocks" {
  bucket = "b"
  index_document {
    suffix = "index.html"
  }
  error_document {
    key = "other"
  }
  routing_rule {
    condition {}
    redirect {}
  }
}

resource "aws_s3_bucket_website_configuration" "others" {
  bucket = "b"
  redirect_all_requests_to {
    host_name = "other"
  }
}
