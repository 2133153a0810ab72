resource "aws_ecs_service" "minimal" {
  name            = "s"
  task_definition = "t:1"
}

resource "aws_ecs_service" "blocks" {
  name            = "s"
  task_definition = "t:1"
  alarms {
    alarm_names = ["other"]
    enable      = true
    rollback    = true
  }
  capacity_provider_strategy {
    capacity_provider = "other"
  }
  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }
  deployment_controller {}
  load_balancer {
    container_name = "other"
    container_port = 5
  }
  network_configuration {
    subnets = ["subnet-9"]
  }
  ordered_placement_strategy {
    type = "binpack"
  }
  placement_constraints {
    type = "memberOf"
  }
  service_connect_configuration {
    enabled = true
    log_configuration {
      log_driver = "awsfirelens"
      secret_option {
        name       = "other"
        value_from = "other"
      }
    }
    service {
      port_name = "other"
      client_alias {
        port = 5
      }
      timeout {}
      tls {
        issuer_cert_authority {
          aws_pca_authority_arn = "arn:aws:iam::123456789012:role/other"
        }
      }
    }
  }
  service_registries {
    registry_arn = "arn:aws:iam::123456789012:role/other"
  }
  volume_configuration {
    name = "other"
    managed_ebs_volume {
      role_arn = "arn:aws:iam::123456789012:role/other"
      tag_specifications {
        resource_type = "volume"
      }
    }
  }
  vpc_lattice_configurations {
    port_name        = "other"
    role_arn         = "arn:aws:iam::123456789012:role/other"
    target_group_arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/t/0123456789abcdef"
  }
}
