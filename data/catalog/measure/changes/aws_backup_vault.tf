resource "aws_backup_vault" "minimal" {
  name          = "other"
  force_destroy = true
  kms_key_arn   = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"
  tags          = { A = "b" }
}
