resource "aws_apigatewayv2_route" "minimal" {
  api_id                              = "other"
  route_key                           = "other"
  api_key_required                    = true
  authorization_scopes                = ["other"]
  authorization_type                  = "JWT"
  authorizer_id                       = "other"
  model_selection_expression          = "other"
  operation_name                      = "other"
  request_models                      = { A = "b" }
  route_response_selection_expression = "other"
  target                              = "other"
  request_parameter {
    request_parameter_key = "other"
    required              = true
  }
}
