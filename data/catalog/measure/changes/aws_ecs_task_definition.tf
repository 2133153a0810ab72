resource "aws_ecs_task_definition" "minimal" {
  family                   = "other"
  container_definitions    = jsonencode([{ name = "app", image = "nginx", essential = true, memory = 128 }])
  cpu                      = "other"
  enable_fault_injection   = true
  execution_role_arn       = "arn:aws:iam::123456789012:role/other"
  ipc_mode                 = "none"
  memory                   = "other"
  network_mode             = "none"
  pid_mode                 = "task"
  requires_compatibilities = ["EXTERNAL"]
  skip_destroy             = true
  tags                     = { A = "b" }
  task_role_arn            = "arn:aws:iam::123456789012:role/other"
  track_latest             = true
  ephemeral_storage {
    size_in_gib = 22
  }
  inference_accelerator {
    device_name = "other"
    device_type = "other"
  }
  placement_constraints {
    expression = "other"
    type       = "memberOf"
  }
  proxy_configuration {
    container_name = "other"
    properties     = { A = "b" }
    type           = "APPMESH"
  }
  runtime_platform {
    cpu_architecture        = "ARM64"
    operating_system_family = "LINUX"
  }
  volume {
    configure_at_launch = true
    host_path           = "other"
    name                = "other"
    docker_volume_configuration {
      autoprovision = true
      driver        = "other"
      driver_opts   = { A = "b" }
      labels        = { A = "b" }
      scope         = "shared"
    }
    efs_volume_configuration {
      file_system_id          = "other"
      root_directory          = "other"
      transit_encryption      = "DISABLED"
      transit_encryption_port = 5
      authorization_config {
        access_point_id = "other"
        iam             = "DISABLED"
      }
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

resource "aws_ecs_task_definition" "container" {
  family                = "t"
  container_definitions = jsonencode([{ name = "app", image = "nginx:2", essential = true, memory = 256 }])
}
