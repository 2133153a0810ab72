resource "aws_ecs_cluster" "minimal" {
  name = "containerInsights"
  tags = { A = "b" }
  configuration {
    execute_command_configuration {
      kms_key_id = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"
      logging    = "OVERRIDE"
      log_configuration {
        cloud_watch_encryption_enabled = true
        cloud_watch_log_group_name     = "other"
        s3_bucket_encryption_enabled   = true
        s3_bucket_name                 = "other"
        s3_key_prefix                  = "other"
      }
    }
    managed_storage_configuration {
      fargate_ephemeral_storage_kms_key_id = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"
      kms_key_id                           = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"
    }
  }
  service_connect_defaults {
    namespace = "arn:aws:servicediscovery:us-east-1:123456789012:namespace/ns-1"
  }
  setting {
    name  = "containerInsights"
    value = "other"
  }
}
