resource "aws_redshift_cluster" "minimal" {
  cluster_identifier                   = "other"
  node_type                            = "other"
  master_username                      = "other"
  allow_version_upgrade                = false
  apply_immediately                    = true
  aqua_configuration_status            = "auto"
  automated_snapshot_retention_period  = 2
  availability_zone                    = "us-east-1b"
  availability_zone_relocation_enabled = true
  cluster_parameter_group_name         = "other"
  cluster_public_key                   = "other"
  cluster_revision_number              = "other"
  cluster_subnet_group_name            = "subnet-9"
  cluster_type                         = "other"
  cluster_version                      = "other"
  database_name                        = "other"
  default_iam_role_arn                 = "arn:aws:iam::123456789012:role/other"
  elastic_ip                           = "10.9.0.9"
  encrypted                            = true
  endpoint                             = "other"
  enhanced_vpc_routing                 = true
  final_snapshot_identifier            = "other"
  iam_roles                            = ["arn:aws:lambda:us-east-1:123456789012:function:other"]
  kms_key_id                           = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"
  maintenance_track_name               = "other"
  manual_snapshot_retention_period     = 0
  master_password                      = "Abcdefg123"
  master_password_secret_kms_key_id    = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"
  number_of_nodes                      = 2
  owner_account                        = "123456789013"
  port                                 = 5440
  preferred_maintenance_window         = "sun:03:00-sun:04:00"
  publicly_accessible                  = false
  skip_final_snapshot                  = true
  snapshot_cluster_identifier          = "other"
  snapshot_identifier                  = "other"
  tags                                 = { A = "b" }
  vpc_security_group_ids               = ["sg-9"]
  logging {
    bucket_name          = "other"
    enable               = true
    log_destination_type = "cloudwatch"
    log_exports          = ["other"]
    s3_key_prefix        = "other"
  }
  snapshot_copy {
    destination_region = "eu-west-1"
    grant_name         = "other"
    retention_period   = 5
  }
}

resource "aws_redshift_cluster" "second" {
  cluster_identifier     = "c"
  node_type              = "ra3.large"
  master_username        = "app"
  manage_master_password = false
  snapshot_arn           = "arn:aws:iam::123456789012:role/other"
}

resource "aws_redshift_cluster" "zones" {
  cluster_identifier     = "c"
  node_type              = "ra3.large"
  master_username        = "app"
  manage_master_password = true
  multi_az               = true
}
