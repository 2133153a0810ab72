resource "aws_launch_template" "minimal" {
}

resource "aws_launch_template" "blocks" {
  block_device_mappings {
    ebs {}
  }
  capacity_reservation_specification {
    capacity_reservation_target {}
  }
  cpu_options {}
  credit_specification {}
  elastic_gpu_specifications {
    type = "other"
  }
  elastic_inference_accelerator {
    type = "other"
  }
  enclave_options {}
  hibernation_options {
    configured = true
  }
  iam_instance_profile {}
  instance_market_options {
    spot_options {}
  }
  license_specification {
    license_configuration_arn = "arn:aws:iam::123456789012:role/other"
  }
  maintenance_options {}
  metadata_options {}
  monitoring {}
  network_interfaces {
    connection_tracking_specification {}
    ena_srd_specification {
      ena_srd_udp_specification {}
    }
  }
  placement {}
  private_dns_name_options {}
  tag_specifications {}
}
