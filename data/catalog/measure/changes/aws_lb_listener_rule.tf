resource "aws_lb_listener_rule" "minimal" {
  listener_arn = "arn:aws:iam::123456789012:role/other"
  priority     = 5
  tags         = { A = "b" }
  action {
    type             = "fixed-response"
    target_group_arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/t/0123456789abcdef"
    order            = 5
    authenticate_cognito {
      authentication_request_extra_params = { A = "b" }
      on_unauthenticated_request          = "authenticate"
      scope                               = "other"
      session_cookie_name                 = "other"
      session_timeout                     = 5
      user_pool_arn                       = "arn:aws:iam::123456789012:role/other"
      user_pool_client_id                 = "other"
      user_pool_domain                    = "other"
    }
    authenticate_oidc {
      authentication_request_extra_params = { A = "b" }
      authorization_endpoint              = "other"
      client_id                           = "other"
      client_secret                       = "other"
      issuer                              = "other"
      on_unauthenticated_request          = "authenticate"
      scope                               = "other"
      session_cookie_name                 = "other"
      session_timeout                     = 5
      token_endpoint                      = "other"
      user_info_endpoint                  = "other"
    }
    fixed_response {
      content_type = "application/json"
      message_body = "other"
      status_code  = "404"
    }
    forward {
      stickiness {
        duration = 5
        enabled  = true
      }
      target_group {
        arn    = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/t/0123456789abcdef"
        weight = 5
      }
    }
    redirect {
      host        = "other"
      path        = "other"
      port        = "other"
      protocol    = "HTTPS"
      query       = "other"
      status_code = "HTTP_302"
    }
  }
  condition {
    path_pattern {
      values = ["other"]
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
      key   = "other"
      value = "other"
    }
    source_ip {
      values = ["10.9.0.0/16"]
    }
  }
}
