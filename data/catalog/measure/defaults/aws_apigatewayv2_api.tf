resource "aws_apigatewayv2_api" "minimal" {
  name          = "a"
  protocol_type = "HTTP"
}

resource "aws_apigatewayv2_api" "blocks" {
  name          = "a"
  protocol_type = "HTTP"
  cors_configuration {}
}
