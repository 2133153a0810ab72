resource "aws_ecs_cluster" "minimal" {
  name = "c"
}

resource "aws_ecs_cluster" "blocks" {
  name = "c"
  configuration {
    execute_command_configuration {
      log_configuration {}
    }
    managed_storage_configuration {}
  }
  service_connect_defaults {
    namespace = "arn:aws:servicediscovery:us-east-1:123456789012:namespace/ns-1"
  }
  setting {
    name  = "containerInsights"
    value = "other"
  }
}
