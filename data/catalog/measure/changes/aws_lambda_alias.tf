resource "aws_lambda_alias" "minimal" {
  name             = "other"
  function_name    = "other"
  function_version = "other"
  description      = "other"
  routing_config {}
}
