resource "aws_cloudfront_distribution" "minimal" {
  enabled                         = false
  aliases                         = ["other"]
  comment                         = "other"
  continuous_deployment_policy_id = "other"
  default_root_object             = "other"
  http_version                    = "http2and3"
  is_ipv6_enabled                 = true
  price_class                     = "None"
  retain_on_delete                = true
  staging                         = true
  tags                            = { A = "b" }
  wait_for_deployment             = false
  web_acl_id                      = "other"
  origin {
    domain_name              = "other"
    origin_id                = "other"
    connection_attempts      = 2
    connection_timeout       = 5
    origin_access_control_id = "other"
    origin_path              = "other"
    custom_header {
      name  = "other"
      value = "other"
    }
    custom_origin_config {
      http_port                = 5
      https_port               = 5
      origin_keepalive_timeout = 5
      origin_protocol_policy   = "https-only"
      origin_read_timeout      = 5
      origin_ssl_protocols     = ["TLSv1.2"]
    }
    origin_shield {
      enabled              = true
      origin_shield_region = "eu-west-1"
    }
    s3_origin_config {
      origin_access_identity = "other"
    }
    vpc_origin_config {
      origin_keepalive_timeout = 5
      origin_read_timeout      = 5
      vpc_origin_id            = "other"
    }
  }
  default_cache_behavior {
    allowed_methods            = ["other"]
    cached_methods             = ["other"]
    target_origin_id           = "other"
    viewer_protocol_policy     = "redirect-to-https"
    cache_policy_id            = "other"
    compress                   = true
    default_ttl                = 5
    field_level_encryption_id  = "other"
    max_ttl                    = 5
    min_ttl                    = 5
    origin_request_policy_id   = "other"
    realtime_log_config_arn    = "arn:aws:logs:us-east-1:123456789012:log-group:other"
    response_headers_policy_id = "other"
    smooth_streaming           = true
    trusted_key_groups         = ["other"]
    trusted_signers            = ["other"]
    forwarded_values {
      headers                 = ["other"]
      query_string            = true
      query_string_cache_keys = ["other"]
      cookies {
        forward           = "none"
        whitelisted_names = ["other"]
      }
    }
    function_association {
      event_type   = "viewer-request"
      function_arn = "arn:aws:lambda:us-east-1:123456789012:function:other"
    }
    grpc_config {
      enabled = true
    }
    lambda_function_association {
      event_type   = "viewer-request"
      include_body = true
      lambda_arn   = "arn:aws:lambda:us-east-1:123456789012:function:other:1"
    }
  }
  restrictions {
    geo_restriction {
      restriction_type = "none"
      locations        = ["other"]
    }
  }
  viewer_certificate {
    acm_certificate_arn            = "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012"
    cloudfront_default_certificate = true
    iam_certificate_id             = "other"
    minimum_protocol_version       = "TLSv1.2_2021"
    ssl_support_method             = "static-ip"
  }
  custom_error_response {
    error_caching_min_ttl = 5
    error_code            = 5
    response_code         = 5
    response_page_path    = "other"
  }
  logging_config {
    bucket          = "other"
    include_cookies = true
    prefix          = "other"
  }
  ordered_cache_behavior {
    allowed_methods            = ["other"]
    cache_policy_id            = "other"
    cached_methods             = ["other"]
    compress                   = true
    default_ttl                = 5
    field_level_encryption_id  = "other"
    max_ttl                    = 5
    min_ttl                    = 5
    origin_request_policy_id   = "other"
    path_pattern               = "other"
    realtime_log_config_arn    = "arn:aws:logs:us-east-1:123456789012:log-group:other"
    response_headers_policy_id = "other"
    smooth_streaming           = true
    target_origin_id           = "other"
    trusted_key_groups         = ["other"]
    trusted_signers            = ["other"]
    viewer_protocol_policy     = "redirect-to-https"
    forwarded_values {
      headers                 = ["other"]
      query_string            = true
      query_string_cache_keys = ["other"]
      cookies {
        forward           = "none"
        whitelisted_names = ["other"]
      }
    }
    function_association {
      event_type   = "viewer-request"
      function_arn = "arn:aws:lambda:us-east-1:123456789012:function:other"
    }
    grpc_config {
      enabled = true
    }
    lambda_function_association {
      event_type   = "viewer-request"
      include_body = true
      lambda_arn   = "arn:aws:lambda:us-east-1:123456789012:function:other:1"
    }
  }
}

resource "aws_cloudfront_distribution" "second" {
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

resource "aws_cloudfront_distribution" "third" {
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
