resource "aws_lambda_function_url" "minimal" {
  function_name      = "other"
  authorization_type = "AWS_IAM"
  invoke_mode        = "RESPONSE_STREAM"
  qualifier          = "other"
  cors {
    allow_credentials = true
    allow_headers     = ["other"]
    allow_methods     = ["other"]
    allow_origins     = ["other"]
    expose_headers    = ["other"]
    max_age           = 5
  }
}

resource "aws_lambda_function_url" "open" {
  function_name      = "f"
  authorization_type = "NONE"
}
