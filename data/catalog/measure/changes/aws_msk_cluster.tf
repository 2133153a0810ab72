resource "aws_msk_cluster" "minimal" {
  cluster_name           = "other"
  kafka_version          = "other"
  number_of_broker_nodes = 4
  enhanced_monitoring    = "PER_TOPIC_PER_PARTITION"
  storage_mode           = "TIERED"
  tags                   = { A = "b" }
  broker_node_group_info {
    client_subnets  = ["subnet-9"]
    instance_type   = "other"
    security_groups = ["sg-9"]
    az_distribution = "DEFAULT"
    connectivity_info {
      public_access {
        type = "SERVICE_PROVIDED_EIPS"
      }
      vpc_connectivity {
        client_authentication {
          tls = true
        }
      }
    }
    storage_info {
      ebs_storage_info {
        volume_size = 5
        provisioned_throughput {
          enabled           = true
          volume_throughput = 251
        }
      }
    }
  }
  client_authentication {
    unauthenticated = true
    sasl {
      iam   = true
      scram = true
    }
    tls {
      certificate_authority_arns = ["arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012"]
    }
  }
  configuration_info {
    arn      = "arn:aws:iam::123456789012:role/other"
    revision = 5
  }
  encryption_info {
    encryption_at_rest_kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"
    encryption_in_transit {
      client_broker = "PLAINTEXT"
      in_cluster    = true
    }
  }
  logging_info {
    broker_logs {
      cloudwatch_logs {
        enabled   = true
        log_group = "other"
      }
      firehose {
        delivery_stream = "other"
        enabled         = true
      }
      s3 {
        bucket  = "other"
        enabled = true
        prefix  = "other"
      }
    }
  }
  open_monitoring {
    prometheus {
      jmx_exporter {
        enabled_in_broker = true
      }
      node_exporter {
        enabled_in_broker = true
      }
    }
  }
}
