resource "aws_ecs_service" "minimal" {
  name                               = "other"
  task_definition                    = "other"
  availability_zone_rebalancing      = "DISABLED"
  cluster                            = "other"
  deployment_maximum_percent         = 201
  deployment_minimum_healthy_percent = 101
  desired_count                      = 5
  enable_ecs_managed_tags            = true
  enable_execute_command             = true
  force_delete                       = true
  force_new_deployment               = true
  health_check_grace_period_seconds  = 5
  iam_role                           = "other"
  launch_type                        = "EXTERNAL"
  platform_version                   = "other"
  propagate_tags                     = "NONE"
  scheduling_strategy                = "DAEMON"
  tags                               = { A = "b" }
  triggers                           = { A = "b" }
  wait_for_steady_state              = true
  alarms {
    alarm_names = ["other"]
    enable      = true
    rollback    = true
  }
  capacity_provider_strategy {
    base              = 5
    capacity_provider = "other"
    weight            = 5
  }
  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }
  deployment_controller {
    type = "EXTERNAL"
  }
  load_balancer {
    container_name   = "other"
    container_port   = 5
    elb_name         = "other"
    target_group_arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/t/0123456789abcdef"
  }
  network_configuration {
    assign_public_ip = true
    security_groups  = ["sg-9"]
    subnets          = ["subnet-9"]
  }
  ordered_placement_strategy {
    field = "other"
    type  = "binpack"
  }
  placement_constraints {
    expression = "other"
    type       = "memberOf"
  }
  service_connect_configuration {
    enabled   = true
    namespace = "other"
    log_configuration {
      log_driver = "awsfirelens"
      options    = { A = "b" }
      secret_option {
        name       = "other"
        value_from = "other"
      }
    }
    service {
      discovery_name        = "other"
      ingress_port_override = 5
      port_name             = "other"
      client_alias {
        dns_name = "other"
        port     = 5
      }
      timeout {
        idle_timeout_seconds        = 5
        per_request_timeout_seconds = 5
      }
      tls {
        kms_key  = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"
        role_arn = "arn:aws:iam::123456789012:role/other"
        issuer_cert_authority {
          aws_pca_authority_arn = "arn:aws:iam::123456789012:role/other"
        }
      }
    }
  }
  service_registries {
    container_name = "other"
    container_port = 5
    port           = 5
    registry_arn   = "arn:aws:iam::123456789012:role/other"
  }
  volume_configuration {
    name = "other"
    managed_ebs_volume {
      encrypted                  = true
      file_system_type           = "ntfs"
      iops                       = 5
      kms_key_id                 = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"
      role_arn                   = "arn:aws:iam::123456789012:role/other"
      size_in_gb                 = 5
      snapshot_id                = "other"
      throughput                 = 5
      volume_initialization_rate = 5
      volume_type                = "other"
      tag_specifications {
        propagate_tags = "NONE"
        resource_type  = "volume"
      }
    }
  }
  vpc_lattice_configurations {
    port_name        = "other"
    role_arn         = "arn:aws:iam::123456789012:role/other"
    target_group_arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/t/0123456789abcdef"
  }
}

resource "aws_ecs_service" "count" {
  name                          = "s"
  task_definition               = "t:1"
  desired_count                 = 3
  availability_zone_rebalancing = "ENABLED"
}
