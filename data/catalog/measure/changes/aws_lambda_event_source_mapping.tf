resource "aws_lambda_event_source_mapping" "minimal" {
  function_name                      = "other"
  event_source_arn                   = "arn:aws:iam::123456789012:role/other"
  batch_size                         = 5
  bisect_batch_on_function_error     = true
  enabled                            = false
  function_response_types            = ["ReportBatchItemFailures"]
  kms_key_arn                        = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"
  maximum_batching_window_in_seconds = 5
  maximum_record_age_in_seconds      = -1
  maximum_retry_attempts             = 5
  parallelization_factor             = 5
  queues                             = ["other"]
  starting_position                  = "AT_TIMESTAMP"
  starting_position_timestamp        = "2030-01-01T00:00:00Z"
  tags                               = { A = "b" }
  topics                             = ["other"]
  tumbling_window_in_seconds         = 5
  amazon_managed_kafka_event_source_config {
    consumer_group_id = "other"
  }
  destination_config {
    on_failure {
      destination_arn = "arn:aws:iam::123456789012:role/other"
    }
  }
  document_db_event_source_config {
    collection_name = "other"
    database_name   = "other"
    full_document   = "Default"
  }
  filter_criteria {
    filter {
      pattern = "other"
    }
  }
  metrics_config {
    metrics = ["EventCount"]
  }
  provisioned_poller_config {
    maximum_pollers = 5
    minimum_pollers = 5
  }
  scaling_config {
    maximum_concurrency = 5
  }
  source_access_configuration {
    type = "SERVER_ROOT_CA_CERTIFICATE"
    uri  = "https://other.example.com"
  }
}

resource "aws_lambda_event_source_mapping" "second" {
  function_name = "f"
  self_managed_kafka_event_source_config {
    consumer_group_id = "other"
  }
  self_managed_event_source {
    endpoints = { A = "b" }
  }
}
