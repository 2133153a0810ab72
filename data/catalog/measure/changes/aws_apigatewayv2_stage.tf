resource "aws_apigatewayv2_stage" "minimal" {
  api_id                = "other"
  name                  = "other"
  auto_deploy           = true
  client_certificate_id = "other"
  deployment_id         = "other"
  description           = "other"
  stage_variables       = { A = "b" }
  tags                  = { A = "b" }
  access_log_settings {
    destination_arn = "arn:aws:logs:us-east-1:123456789012:log-group:other"
    format          = "other"
  }
  default_route_settings {
    data_trace_enabled       = true
    detailed_metrics_enabled = true
    logging_level            = "OFF"
    throttling_burst_limit   = 5
    throttling_rate_limit    = 5
  }
  route_settings {
    data_trace_enabled       = true
    detailed_metrics_enabled = true
    logging_level            = "OFF"
    route_key                = "other"
    throttling_burst_limit   = 5
    throttling_rate_limit    = 5
  }
}
