resource "aws_lb_listener_rule" "minimal" {
  listener_arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/l/0123456789abcdef/0123456789abcdef"
  action {
    type             = "forward"
    target_group_arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/t/0123456789abcdef"
  }
  condition {
    path_pattern {
      values = ["/a"]
    }
  }
}

resource "aws_lb_listener_rule" "blocks" {
  listener_arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/l/0123456789abcdef/0123456789abcdef"
  action {
    type             = "forward"
    target_group_arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/t/0123456789abcdef"
    authenticate_cognito {
      user_pool_arn       = "arn:aws:iam::123456789012:role/other"
      user_pool_client_id = "other"
      user_pool_domain    = "other"
    }
    authenticate_oidc {
      authorization_endpoint = "other"
      client_id              = "other"
      client_secret          = "other"
      issuer                 = "other"
      token_endpoint         = "other"
      user_info_endpoint     = "other"
    }
    fixed_response {
      content_type = "application/json"
    }
    forward {
      stickiness {
        duration = 5
      }
      target_group {
        arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/t/0123456789abcdef"
      }
    }
    redirect {
      status_code = "HTTP_302"
    }
  }
  condition {
    path_pattern {
      values = ["/a"]
    }
    host_header {
      values = ["other"]
    }
    http_header {
      http_header_name = "other"
      values           = ["other"]
    }
    http_request_method {
      values = ["other"]
    }
    query_string {
      value = "other"
    }
    source_ip {
      values = ["10.9.0.0/16"]
    }
  }
}
