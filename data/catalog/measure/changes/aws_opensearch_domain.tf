resource "aws_opensearch_domain" "minimal" {
  domain_name      = "other"
  access_policies  = "{\"A\":[\"b\"]}"
  advanced_options = { A = "b" }
  engine_version   = "other"
  ip_address_type  = "dualstack"
  tags             = { A = "b" }
  advanced_security_options {
    anonymous_auth_enabled         = true
    enabled                        = true
    internal_user_database_enabled = true
    master_user_options {
      master_user_arn      = "arn:aws:iam::123456789012:role/other"
      master_user_name     = "other"
      master_user_password = "other"
    }
  }
  auto_tune_options {
    desired_state       = "DISABLED"
    rollback_on_disable = "DEFAULT_ROLLBACK"
    use_off_peak_window = true
  }
  cluster_config {
    dedicated_master_count        = 5
    dedicated_master_enabled      = true
    dedicated_master_type         = "other"
    instance_count                = 5
    instance_type                 = "other"
    multi_az_with_standby_enabled = true
    warm_count                    = 5
    warm_enabled                  = true
    warm_type                     = "ultrawarm1.xlarge.search"
    zone_awareness_enabled        = true
    cold_storage_options {
      enabled = true
    }
    node_options {
      node_type = "coordinator"
      node_config {
        count   = 5
        enabled = true
        type    = "other"
      }
    }
    zone_awareness_config {
      availability_zone_count = 3
    }
  }
  cognito_options {
    enabled          = true
    identity_pool_id = "other"
    role_arn         = "arn:aws:iam::123456789012:role/other"
    user_pool_id     = "other"
  }
  domain_endpoint_options {
    custom_endpoint                 = "other"
    custom_endpoint_certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012"
    custom_endpoint_enabled         = true
    enforce_https                   = true
    tls_security_policy             = "Policy-Min-TLS-1-2-PFS-2023-10"
  }
  ebs_options {
    ebs_enabled = true
    iops        = 5
    throughput  = 126
    volume_size = 5
    volume_type = "gp3"
  }
  encrypt_at_rest {
    enabled    = true
    kms_key_id = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"
  }
  log_publishing_options {
    cloudwatch_log_group_arn = "arn:aws:logs:us-east-1:123456789012:log-group:other"
    enabled                  = true
    log_type                 = "AUDIT_LOGS"
  }
  node_to_node_encryption {
    enabled = true
  }
  off_peak_window_options {
    enabled = true
    off_peak_window {
      window_start_time {
        hours   = 5
        minutes = 5
      }
    }
  }
  snapshot_options {
    automated_snapshot_start_hour = 5
  }
  software_update_options {
    auto_software_update_enabled = true
  }
  vpc_options {
    security_group_ids = ["sg-9"]
    subnet_ids         = ["subnet-9"]
  }
}

resource "aws_opensearch_domain" "access" {
  domain_name     = "domain"
  access_policies = jsonencode({ Version = "2012-10-17", Statement = [{}] })
}
