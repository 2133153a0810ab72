resource "aws_msk_cluster" "minimal" {
  cluster_name           = "c"
  kafka_version          = "3.6.0"
  number_of_broker_nodes = 3
  broker_node_group_info {
    client_subnets  = ["subnet-1", "subnet-2", "subnet-3"]
    instance_type   = "kafka.m5.large"
    security_groups = ["sg-1"]
  }
}

resource "aws_msk_cluster" "blocks" {
  cluster_name           = "c"
  kafka_version          = "3.6.0"
  number_of_broker_nodes = 3
  broker_node_group_info {
    client_subnets  = ["subnet-1", "subnet-2", "subnet-3"]
    instance_type   = "kafka.m5.large"
    security_groups = ["sg-1"]
    connectivity_info {
      public_access {}
      vpc_connectivity {
        client_authentication {}
      }
    }
    storage_info {
      ebs_storage_info {
        provisioned_throughput {}
      }
    }
  }
  client_authentication {
    sasl {}
    tls {}
  }
  configuration_info {
    arn      = "arn:aws:iam::123456789012:role/other"
    revision = 5
  }
  encryption_info {
    encryption_in_transit {}
  }
  logging_info {
    broker_logs {
      cloudwatch_logs {
        enabled = true
      }
      firehose {
        enabled = true
      }
      s3 {
        enabled = true
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
