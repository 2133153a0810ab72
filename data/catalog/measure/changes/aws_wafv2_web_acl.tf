resource "aws_wafv2_web_acl" "minimal" {
  name          = "other"
  scope         = "REGIONAL"
  description   = "other"
  tags          = { A = "b" }
  token_domains = ["other"]
  default_action {
    allow {}
    block {}
  }
  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = "other"
    sampled_requests_enabled   = true
  }
  association_config {
    request_body {}
  }
  captcha_config {
    immunity_time_property {
      immunity_time = 5
    }
  }
  challenge_config {
    immunity_time_property {
      immunity_time = 5
    }
  }
  custom_response_body {
    content      = "other"
    content_type = "APPLICATION_JSON"
    key          = "other"
  }
  data_protection_config {}
}

resource "aws_wafv2_web_acl" "prefix" {
  name_prefix = "other"
  scope       = "REGIONAL"
  default_action {
    allow {}
  }
  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = "w"
    sampled_requests_enabled   = true
  }
}

resource "aws_wafv2_web_acl" "edge" {
  name  = "w"
  scope = "CLOUDFRONT"
  default_action {
    allow {}
  }
  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = "w"
    sampled_requests_enabled   = true
  }
}
