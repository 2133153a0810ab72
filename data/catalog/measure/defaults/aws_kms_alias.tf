resource "aws_kms_alias" "minimal" {
  target_key_id = "12345678-1234-1234-1234-123456789012"
}
