resource "aws_lambda_event_source_mapping" "minimal" {
  function_name    = "f"
  event_source_arn = "arn:aws:sqs:us-east-1:123456789012:q"
}

resource "aws_lambda_event_source_mapping" "blocks" {
  function_name    = "f"
  event_source_arn = "arn:aws:sqs:us-east-1:123456789012:q"
  destination_config {
    on_failure {
      destination_arn = "arn:aws:iam::123456789012:role/other"
    }
  }
  document_db_event_source_config {
    database_name = "other"
  }
  filter_criteria {
    filter {}
  }
  metrics_config {
    metrics = ["EventCount"]
  }
  provisioned_poller_config {}
  scaling_config {}
  source_access_configuration {
    type = "SERVER_ROOT_CA_CERTIFICATE"
    uri  = "https://other.example.com"
  }
}

resource "aws_lambda_event_source_mapping" "others" {
  function_name = "f"
  self_managed_kafka_event_source_config {}
  self_managed_event_source {
    endpoints = { A = "b" }
  }
}
