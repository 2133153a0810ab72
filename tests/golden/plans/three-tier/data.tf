resource "aws_db_subnet_group" "db_network" {
  name        = "three-tier-web"
  description = "Private subnets of the database"
  subnet_ids  = [aws_subnet.private_a.id, aws_subnet.private_b.id]
  tags        = local.tags
}

resource "aws_db_instance" "database" {
  identifier                          = "three-tier-web"
  engine                              = "postgres"
  engine_version                      = "16.13"
  instance_class                      = "db.t4g.medium"
  allocated_storage                   = 100
  storage_type                        = "gp3"
  storage_encrypted                   = true
  kms_key_id                          = aws_kms_key.data_key.arn
  db_name                             = "app"
  username                            = "app_admin"
  manage_master_user_password         = true
  port                                = 5432
  multi_az                            = var.multi_az
  publicly_accessible                 = false
  db_subnet_group_name                = aws_db_subnet_group.db_network.name
  vpc_security_group_ids              = [aws_security_group.db_firewall.id]
  backup_retention_period             = 14
  copy_tags_to_snapshot               = true
  auto_minor_version_upgrade          = true
  iam_database_authentication_enabled = true
  enabled_cloudwatch_logs_exports     = ["postgresql"]
  deletion_protection                 = false
  skip_final_snapshot                 = false
  final_snapshot_identifier           = "three-tier-web-final"
  tags                                = local.tags
}

resource "aws_s3_bucket" "assets" {
  bucket = "dharma-three-tier-web-assets"
  tags   = local.tags
}

resource "aws_s3_bucket_versioning" "assets_versions" {
  bucket = aws_s3_bucket.assets.id
  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "assets_encryption" {
  bucket = aws_s3_bucket.assets.id
  rule {
    bucket_key_enabled = true
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.data_key.arn
    }
  }
}

resource "aws_s3_bucket_public_access_block" "assets_private" {
  bucket                  = aws_s3_bucket.assets.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_cloudwatch_log_group" "web_logs" {
  name              = "/dharma/three-tier-web"
  retention_in_days = 90
  tags              = local.tags
}

output "url" {
  value       = "http://${aws_lb.web_lb.dns_name}"
  description = "Where the application answers"
}

output "database_endpoint" {
  value = aws_db_instance.database.endpoint
}

output "assets_bucket" {
  value = aws_s3_bucket.assets.bucket
}
