resource "aws_apigatewayv2_integration" "minimal" {
  api_id                        = "other"
  integration_type              = "AWS_PROXY"
  connection_id                 = "other"
  connection_type               = "VPC_LINK"
  content_handling_strategy     = "CONVERT_TO_TEXT"
  credentials_arn               = "arn:aws:iam::123456789012:role/other"
  description                   = "other"
  integration_method            = "PUT"
  integration_subtype           = "other"
  integration_uri               = "https://other.example.com"
  passthrough_behavior          = "WHEN_NO_TEMPLATES"
  payload_format_version        = "2.0"
  request_parameters            = { A = "b" }
  request_templates             = { A = "b" }
  template_selection_expression = "other"
  timeout_milliseconds          = 5
  response_parameters {
    mappings    = { A = "b" }
    status_code = "other"
  }
  tls_config {
    server_name_to_verify = "other"
  }
}
