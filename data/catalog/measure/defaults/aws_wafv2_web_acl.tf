resource "aws_wafv2_web_acl" "minimal" {
  name  = "w"
  scope = "REGIONAL"
  default_action {
    allow {}
  }
  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = "w"
    sampled_requests_enabled   = true
  }
}

resource "aws_wafv2_web_acl" "blocks" {
  name  = "w"
  scope = "REGIONAL"
  default_action {
    allow {}
    block {}
  }
  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = "w"
    sampled_requests_enabled   = true
  }
  association_config {
    request_body {}
  }
  captcha_config {
    immunity_time_property {}
  }
  challenge_config {
    immunity_time_property {}
  }
  custom_response_body {
    content      = "other"
    content_type = "APPLICATION_JSON"
    key          = "other"
  }
  data_protection_config {}
}

resource "aws_wafv2_web_acl" "others" {
  name  = "w"
  scope = "REGIONAL"
  default_action {
    allow {}
  }
  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = "w"
    sampled_requests_enabled   = true
  }
  association_config {
    request_body {}
  }
  data_protection_config {}
}
