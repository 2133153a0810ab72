resource "aws_opensearch_domain" "minimal" {
  domain_name = "domain"
}

resource "aws_opensearch_domain" "blocks" {
  domain_name = "domain"
  advanced_security_options {
    enabled = true
    master_user_options {}
  }
  auto_tune_options {
    desired_state = "DISABLED"
  }
  cluster_config {
    cold_storage_options {}
    node_options {
      node_config {}
    }
    zone_awareness_config {}
  }
  cognito_options {
    identity_pool_id = "other"
    role_arn         = "arn:aws:iam::123456789012:role/other"
    user_pool_id     = "other"
  }
  domain_endpoint_options {}
  ebs_options {
    ebs_enabled = true
  }
  encrypt_at_rest {
    enabled = true
  }
  log_publishing_options {
    cloudwatch_log_group_arn = "arn:aws:logs:us-east-1:123456789012:log-group:other"
    log_type                 = "AUDIT_LOGS"
  }
  node_to_node_encryption {
    enabled = true
  }
  off_peak_window_options {
    off_peak_window {
      window_start_time {}
    }
  }
  snapshot_options {
    automated_snapshot_start_hour = 5
  }
  software_update_options {}
  vpc_options {}
}

resource "aws_opensearch_domain" "others" {
  domain_name = "domain"
  auto_tune_options {
    desired_state = "DISABLED"
  }
}
