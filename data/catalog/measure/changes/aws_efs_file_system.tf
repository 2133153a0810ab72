resource "aws_efs_file_system" "minimal" {
  availability_zone_name          = "us-east-1b"
  creation_token                  = "other"
  encrypted                       = true
  kms_key_id                      = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"
  performance_mode                = "maxIO"
  provisioned_throughput_in_mibps = 5
  tags                            = { A = "b" }
  throughput_mode                 = "elastic"
  lifecycle_policy {
    transition_to_archive               = "AFTER_365_DAYS"
    transition_to_ia                    = "AFTER_365_DAYS"
    transition_to_primary_storage_class = "AFTER_1_ACCESS"
  }
  protection {
    replication_overwrite = "DISABLED"
  }
}
