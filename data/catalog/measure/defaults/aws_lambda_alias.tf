resource "aws_lambda_alias" "minimal" {
  name             = "a"
  function_name    = "f"
  function_version = "1"
}

resource "aws_lambda_alias" "blocks" {
  name             = "a"
  function_name    = "f"
  function_version = "1"
  routing_config {}
}
