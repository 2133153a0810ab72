resource "aws_kinesis_stream" "minimal" {
  name                      = "other"
  shard_count               = 2
  arn                       = "arn:aws:iam::123456789012:role/other"
  encryption_type           = "KMS"
  enforce_consumer_deletion = true
  kms_key_id                = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"
  retention_period          = 25
  shard_level_metrics       = ["other"]
  tags                      = { A = "b" }
  stream_mode_details {
    stream_mode = "PROVISIONED"
  }
}
