resource "aws_apigatewayv2_integration" "minimal" {
  api_id           = "a"
  integration_type = "HTTP_PROXY"
}

resource "aws_apigatewayv2_integration" "blocks" {
  api_id           = "a"
  integration_type = "HTTP_PROXY"
  response_parameters {
    mappings    = { A = "b" }
    status_code = "other"
  }
  tls_config {}
}
