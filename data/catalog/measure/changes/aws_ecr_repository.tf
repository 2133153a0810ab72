resource "aws_ecr_repository" "minimal" {
  name                 = "other"
  force_delete         = true
  image_tag_mutability = "IMMUTABLE"
  tags                 = { A = "b" }
  encryption_configuration {
    encryption_type = "KMS_DSSE"
    kms_key         = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"
  }
  image_scanning_configuration {
    scan_on_push = true
  }
}
