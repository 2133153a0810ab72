resource "aws_secretsmanager_secret" "minimal" {
  description                    = "other"
  force_overwrite_replica_secret = true
  kms_key_id                     = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"
  name                           = "other"
  policy                         = jsonencode({ Version = "2012-10-17", Statement = [] })
  recovery_window_in_days        = 8
  tags                           = { A = "b" }
  replica {
    kms_key_id = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"
    region     = "eu-west-1"
  }
}

resource "aws_secretsmanager_secret" "prefix" {
  name_prefix = "other"
}
