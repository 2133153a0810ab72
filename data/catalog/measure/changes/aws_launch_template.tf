resource "aws_launch_template" "minimal" {
  default_version                      = 5
  description                          = "other"
  disable_api_stop                     = true
  disable_api_termination              = true
  ebs_optimized                        = "true"
  image_id                             = "other"
  instance_initiated_shutdown_behavior = "terminate"
  instance_type                        = "other"
  kernel_id                            = "other"
  key_name                             = "other"
  name                                 = "other"
  ram_disk_id                          = "other"
  tags                                 = { A = "b" }
  user_data                            = "other"
  vpc_security_group_ids               = ["sg-9"]
  block_device_mappings {
    device_name  = "other"
    no_device    = "other"
    virtual_name = "other"
    ebs {
      delete_on_termination      = "true"
      encrypted                  = "true"
      iops                       = 5
      kms_key_id                 = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"
      snapshot_id                = "other"
      throughput                 = 126
      volume_initialization_rate = 101
      volume_size                = 5
      volume_type                = "gp3"
    }
  }
  capacity_reservation_specification {
    capacity_reservation_preference = "none"
    capacity_reservation_target {
      capacity_reservation_resource_group_arn = "arn:aws:iam::123456789012:role/other"
    }
  }
  cpu_options {
    amd_sev_snp      = "disabled"
    core_count       = 5
    threads_per_core = 5
  }
  credit_specification {
    cpu_credits = "unlimited"
  }
  elastic_gpu_specifications {
    type = "other"
  }
  elastic_inference_accelerator {
    type = "other"
  }
  enclave_options {
    enabled = true
  }
  hibernation_options {
    configured = true
  }
  iam_instance_profile {
    name = "other"
  }
  instance_market_options {
    market_type = "capacity-block"
    spot_options {
      block_duration_minutes         = 120
      instance_interruption_behavior = "terminate"
      max_price                      = "other"
      spot_instance_type             = "persistent"
      valid_until                    = "2030-01-01T00:00:00Z"
    }
  }
  license_specification {
    license_configuration_arn = "arn:aws:iam::123456789012:role/other"
  }
  maintenance_options {
    auto_recovery = "disabled"
  }
  metadata_options {
    http_endpoint               = "enabled"
    http_protocol_ipv6          = "enabled"
    http_put_response_hop_limit = 5
    http_tokens                 = "required"
    instance_metadata_tags      = "enabled"
  }
  monitoring {
    enabled = true
  }
  network_interfaces {
    associate_carrier_ip_address = "true"
    associate_public_ip_address  = "true"
    delete_on_termination        = "true"
    description                  = "other"
    device_index                 = 5
    interface_type               = "interface"
    ipv4_address_count           = 5
    ipv4_addresses               = ["10.9.0.9"]
    ipv4_prefix_count            = 5
    ipv4_prefixes                = ["10.9.0.0/28"]
    ipv6_address_count           = 5
    ipv6_addresses               = ["2001:db8::1"]
    ipv6_prefix_count            = 5
    ipv6_prefixes                = ["2001:db8::/80"]
    network_card_index           = 5
    network_interface_id         = "other"
    primary_ipv6                 = "true"
    private_ip_address           = "10.9.0.9"
    security_groups              = ["sg-9"]
    subnet_id                    = "subnet-9"
    connection_tracking_specification {
      tcp_established_timeout = 61
      udp_stream_timeout      = 61
      udp_timeout             = 31
    }
    ena_srd_specification {
      ena_srd_enabled = true
      ena_srd_udp_specification {
        ena_srd_udp_enabled = true
      }
    }
  }
  placement {
    affinity          = "other"
    availability_zone = "us-east-1b"
    group_name        = "other"
    host_id           = "other"
    partition_number  = 5
    spread_domain     = "other"
    tenancy           = "host"
  }
  private_dns_name_options {
    enable_resource_name_dns_a_record    = true
    enable_resource_name_dns_aaaa_record = true
    hostname_type                        = "resource-name"
  }
  tag_specifications {
    resource_type = "volume"
    tags          = { A = "b" }
  }
}

resource "aws_launch_template" "second" {
  security_group_names   = ["sg-9"]
  update_default_version = true
  instance_requirements {
    accelerator_manufacturers                               = ["habana"]
    accelerator_names                                       = ["t4g"]
    accelerator_types                                       = ["inference"]
    bare_metal                                              = "excluded"
    burstable_performance                                   = "excluded"
    cpu_manufacturers                                       = ["apple"]
    excluded_instance_types                                 = ["other"]
    instance_generations                                    = ["previous"]
    local_storage                                           = "excluded"
    local_storage_types                                     = ["ssd"]
    max_spot_price_as_percentage_of_optimal_on_demand_price = 5
    on_demand_max_price_percentage_over_lowest_price        = 5
    require_hibernate_support                               = true
    accelerator_count {
      max = 5
      min = 5
    }
    accelerator_total_memory_mib {
      max = 5
      min = 5
    }
    baseline_ebs_bandwidth_mbps {
      max = 5
      min = 5
    }
    memory_gib_per_vcpu {
      max = 5
      min = 5
    }
    memory_mib {
      max = 5
      min = 5
    }
    network_bandwidth_gbps {
      max = 5
      min = 5
    }
    network_interface_count {
      max = 5
      min = 5
    }
    total_local_storage_gb {
      max = 5
      min = 5
    }
    vcpu_count {
      max = 5
      min = 5
    }
  }
}

resource "aws_launch_template" "prefix" {
  name_prefix = "other"
}
