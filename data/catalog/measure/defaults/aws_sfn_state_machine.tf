resource "aws_sfn_state_machine" "minimal" {
  role_arn   = "arn:aws:iam::123456789012:role/r"
  definition = terraform_data.later.output
}

resource "aws_sfn_state_machine" "blocks" {
  role_arn   = "arn:aws:iam::123456789012:role/r"
  definition = terraform_data.later.output
  encryption_configuration {}
  logging_configuration {}
  tracing_configuration {}
}
