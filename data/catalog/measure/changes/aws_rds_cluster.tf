resource "aws_rds_cluster" "minimal" {
  engine                                = "mysql"
  master_username                       = "other"
  manage_master_user_password           = false
  allocated_storage                     = 5
  allow_major_version_upgrade           = true
  apply_immediately                     = true
  availability_zones                    = ["us-east-1b"]
  backtrack_window                      = 5
  backup_retention_period               = 5
  ca_certificate_identifier             = "other"
  cluster_identifier                    = "other"
  cluster_members                       = ["other"]
  cluster_scalability_type              = "limitless"
  copy_tags_to_snapshot                 = true
  database_insights_mode                = "advanced"
  database_name                         = "other"
  db_cluster_instance_class             = "other"
  db_cluster_parameter_group_name       = "other"
  db_instance_parameter_group_name      = "other"
  db_subnet_group_name                  = "subnet-9"
  db_system_id                          = "other"
  delete_automated_backups              = false
  deletion_protection                   = true
  domain                                = "other"
  domain_iam_role_name                  = "other"
  enable_global_write_forwarding        = true
  enable_http_endpoint                  = true
  enable_local_write_forwarding         = true
  enabled_cloudwatch_logs_exports       = ["upgrade"]
  engine_lifecycle_support              = "open-source-rds-extended-support-disabled"
  engine_mode                           = ""
  engine_version                        = "other"
  final_snapshot_identifier             = "other"
  global_cluster_identifier             = "other"
  iam_database_authentication_enabled   = true
  iam_roles                             = ["other"]
  iops                                  = 5
  kms_key_id                            = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"
  master_user_secret_kms_key_id         = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"
  monitoring_interval                   = 5
  monitoring_role_arn                   = "arn:aws:iam::123456789012:role/other"
  network_type                          = "IPV4"
  performance_insights_enabled          = true
  performance_insights_kms_key_id       = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"
  performance_insights_retention_period = 5
  port                                  = 5
  preferred_backup_window               = "01:00-02:00"
  preferred_maintenance_window          = "sun:03:00-sun:04:00"
  replication_source_identifier         = "other"
  skip_final_snapshot                   = true
  source_region                         = "eu-west-1"
  storage_encrypted                     = true
  storage_type                          = "other"
  tags                                  = { A = "b" }
  vpc_security_group_ids                = ["sg-9"]
  s3_import {
    bucket_name           = "other"
    bucket_prefix         = "other"
    ingestion_role        = "other"
    source_engine         = "other"
    source_engine_version = "other"
  }
  scaling_configuration {
    auto_pause               = true
    max_capacity             = 5
    min_capacity             = 5
    seconds_before_timeout   = 61
    seconds_until_auto_pause = 301
    timeout_action           = "RollbackCapacityChange"
  }
  serverlessv2_scaling_configuration {
    max_capacity             = 5
    min_capacity             = 5
    seconds_until_auto_pause = 301
  }
}

resource "aws_rds_cluster" "second" {
  engine                      = "aurora-postgresql"
  master_username             = "app"
  manage_master_user_password = true
  snapshot_identifier         = "other"
}

resource "aws_rds_cluster" "third" {
  engine          = "aurora-postgresql"
  master_username = "app"
  master_password = "other"
  restore_to_point_in_time {
    restore_type               = "full-copy"
    source_cluster_resource_id = "other"
    use_latest_restorable_time = true
  }
}

resource "aws_rds_cluster" "prefix" {
  cluster_identifier_prefix   = "other"
  engine                      = "aurora-postgresql"
  master_username             = "app"
  manage_master_user_password = true
}
