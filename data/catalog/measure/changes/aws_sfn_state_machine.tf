resource "aws_sfn_state_machine" "minimal" {
  role_arn   = "arn:aws:iam::123456789012:role/other"
  definition = terraform_data.later.output
  name       = "other"
  publish    = true
  tags       = { A = "b" }
  type       = "EXPRESS"
  encryption_configuration {
    kms_data_key_reuse_period_seconds = 61
    kms_key_id                        = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"
    type                              = "CUSTOMER_MANAGED_KMS_KEY"
  }
  logging_configuration {
    include_execution_data = true
    level                  = "OFF"
    log_destination        = "other"
  }
  tracing_configuration {
    enabled = true
  }
}

resource "aws_sfn_state_machine" "prefix" {
  name_prefix = "other"
  role_arn    = "arn:aws:iam::123456789012:role/r"
  definition  = terraform_data.later.output
}
