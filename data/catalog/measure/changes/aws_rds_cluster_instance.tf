resource "aws_rds_cluster_instance" "minimal" {
  cluster_identifier                    = "other"
  engine                                = "mysql"
  instance_class                        = "other"
  apply_immediately                     = true
  auto_minor_version_upgrade            = false
  availability_zone                     = "us-east-1b"
  ca_cert_identifier                    = "other"
  copy_tags_to_snapshot                 = true
  custom_iam_instance_profile           = "AWSRDSCustomOther"
  db_parameter_group_name               = "other"
  db_subnet_group_name                  = "subnet-9"
  engine_version                        = "other"
  force_destroy                         = true
  identifier                            = "other"
  monitoring_interval                   = 1
  monitoring_role_arn                   = "arn:aws:iam::123456789012:role/other"
  performance_insights_enabled          = true
  performance_insights_kms_key_id       = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"
  performance_insights_retention_period = 731
  preferred_backup_window               = "01:00-02:00"
  preferred_maintenance_window          = "sun:03:00-sun:04:00"
  promotion_tier                        = 1
  publicly_accessible                   = true
  tags                                  = { A = "b" }
}

resource "aws_rds_cluster_instance" "prefix" {
  identifier_prefix  = "other"
  cluster_identifier = "c"
  engine             = "aurora-postgresql"
  instance_class     = "db.r6g.large"
}
