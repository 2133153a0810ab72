resource "aws_ecs_task_definition" "minimal" {
  family                = "t"
  container_definitions = jsonencode([{ name = "app", image = "nginx", essential = true, memory = 128 }])
}

resource "aws_ecs_task_definition" "blocks" {
  family                = "t"
  container_definitions = jsonencode([{ name = "app", image = "nginx", essential = true, memory = 128 }])
  ephemeral_storage {
    size_in_gib = 22
  }
  inference_accelerator {
    device_name = "other"
    device_type = "other"
  }
  placement_constraints {
    type = "memberOf"
  }
  proxy_configuration {
    container_name = "other"
  }
  runtime_platform {}
  volume {
    name = "other"
    docker_volume_configuration {}
    efs_volume_configuration {
      file_system_id = "other"
      authorization_config {}
    }
    fsx_windows_file_server_volume_configuration {
      file_system_id = "other"
      root_directory = "other"
      authorization_config {
        credentials_parameter = "arn:aws:secretsmanager:us-east-1:123456789012:secret:other"
        domain                = "other"
      }
    }
  }
}
