resource "aws_lambda_function_url" "minimal" {
  function_name      = "f"
  authorization_type = "AWS_IAM"
}

resource "aws_lambda_function_url" "blocks" {
  function_name      = "f"
  authorization_type = "AWS_IAM"
  cors {}
}
