resource "aws_rds_cluster" "minimal" {
  engine                      = "aurora-postgresql"
  master_username             = "app"
  manage_master_user_password = true
}

resource "aws_rds_cluster" "blocks" {
  engine                      = "aurora-postgresql"
  master_username             = "app"
  manage_master_user_password = true
  s3_import {
    bucket_name           = "other"
    ingestion_role        = "other"
    source_engine         = "other"
    source_engine_version = "other"
  }
  scaling_configuration {}
  serverlessv2_scaling_configuration {
    max_capacity = 5
    min_capacity = 5
  }
}

resource "aws_rds_cluster" "others" {
  engine                      = "aurora-postgresql"
  master_username             = "app"
  manage_master_user_password = true
}
