resource "aws_apigatewayv2_route" "minimal" {
  api_id    = "a"
  route_key = "GET /"
}

resource "aws_apigatewayv2_route" "blocks" {
  api_id    = "a"
  route_key = "GET /"
  request_parameter {
    request_parameter_key = "other"
    required              = true
  }
}
