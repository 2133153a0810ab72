resource "aws_apigatewayv2_stage" "minimal" {
  api_id = "a"
  name   = "s"
}

resource "aws_apigatewayv2_stage" "blocks" {
  api_id = "a"
  name   = "s"
  access_log_settings {
    destination_arn = "arn:aws:logs:us-east-1:123456789012:log-group:other"
    format          = "other"
  }
  default_route_settings {}
  route_settings {
    route_key = "other"
  }
}
