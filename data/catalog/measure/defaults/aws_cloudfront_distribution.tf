resource "aws_cloudfront_distribution" "minimal" {
  enabled = true
  origin {
    domain_name = "example.com"
    origin_id   = "o"
  }
  default_cache_behavior {
    allowed_methods        = ["GET", "HEAD"]
    cached_methods         = ["GET", "HEAD"]
    target_origin_id       = "o"
    viewer_protocol_policy = "redirect-to-https"
  }
  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }
  viewer_certificate {}
}

resource "aws_cloudfront_distribution" "blocks" {
  enabled = true
  origin {
    domain_name = "example.com"
    origin_id   = "o"
    custom_header {
      name  = "other"
      value = "other"
    }
    custom_origin_config {
      http_port              = 5
      https_port             = 5
      origin_protocol_policy = "https-only"
      origin_ssl_protocols   = ["TLSv1.2"]
    }
    origin_shield {
      enabled = true
    }
    s3_origin_config {
      origin_access_identity = "other"
    }
    vpc_origin_config {
      vpc_origin_id = "other"
    }
  }
  default_cache_behavior {
    allowed_methods        = ["GET", "HEAD"]
    cached_methods         = ["GET", "HEAD"]
    target_origin_id       = "o"
    viewer_protocol_policy = "redirect-to-https"
    forwarded_values {
      query_string = true
      cookies {
        forward = "none"
      }
    }
    function_association {
      event_type   = "viewer-request"
      function_arn = "arn:aws:lambda:us-east-1:123456789012:function:other"
    }
    grpc_config {}
    lambda_function_association {
      event_type = "viewer-request"
      lambda_arn = "arn:aws:lambda:us-east-1:123456789012:function:other:1"
    }
  }
  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }
  viewer_certificate {}
  custom_error_response {
    error_code = 5
  }
  logging_config {
    bucket = "other"
  }
  ordered_cache_behavior {
    allowed_methods        = ["other"]
    cached_methods         = ["other"]
    path_pattern           = "other"
    target_origin_id       = "other"
    viewer_protocol_policy = "redirect-to-https"
    forwarded_values {
      query_string = true
      cookies {
        forward = "none"
      }
    }
    function_association {
      event_type   = "viewer-request"
      function_arn = "arn:aws:lambda:us-east-1:123456789012:function:other"
    }
    grpc_config {}
    lambda_function_association {
      event_type = "viewer-request"
      lambda_arn = "arn:aws:lambda:us-east-1:123456789012:function:other:1"
    }
  }
}

resource "aws_cloudfront_distribution" "others" {
  enabled = true
  origin {
    domain_name = "example.com"
    origin_id   = "o"
  }
  default_cache_behavior {
    allowed_methods        = ["GET", "HEAD"]
    cached_methods         = ["GET", "HEAD"]
    target_origin_id       = "o"
    viewer_protocol_policy = "redirect-to-https"
  }
  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }
  viewer_certificate {}
}
