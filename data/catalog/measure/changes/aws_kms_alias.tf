resource "aws_kms_alias" "minimal" {
  target_key_id = "other"
  name          = "alias/other"
}
