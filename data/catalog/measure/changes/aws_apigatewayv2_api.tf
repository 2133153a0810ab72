resource "aws_apigatewayv2_api" "minimal" {
  name                         = "other"
  protocol_type                = "HTTP"
  api_key_selection_expression = "$request.header.x-api-key"
  credentials_arn              = "arn:aws:iam::123456789012:role/other"
  description                  = "other"
  disable_execute_api_endpoint = true
  fail_on_warnings             = true
  ip_address_type              = "dualstack"
  route_key                    = "other"
  route_selection_expression   = "other"
  tags                         = { A = "b" }
  target                       = "other"
  version                      = "other"
  cors_configuration {
    allow_credentials = true
    allow_headers     = ["other"]
    allow_methods     = ["other"]
    allow_origins     = ["other"]
    expose_headers    = ["other"]
    max_age           = 5
  }
}

resource "aws_apigatewayv2_api" "socket" {
  name                         = "a"
  protocol_type                = "WEBSOCKET"
  route_selection_expression   = "$request.body.action"
  api_key_selection_expression = "$context.authorizer.usageIdentifierKey"
}

resource "aws_apigatewayv2_api" "body" {
  name          = "a"
  protocol_type = "HTTP"
  body          = "{}"
}
