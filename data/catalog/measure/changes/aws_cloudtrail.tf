resource "aws_cloudtrail" "minimal" {
  name                          = "other"
  s3_bucket_name                = "other"
  cloud_watch_logs_group_arn    = "arn:aws:logs:us-east-1:123456789012:log-group:other"
  cloud_watch_logs_role_arn     = "arn:aws:iam::123456789012:role/other"
  enable_log_file_validation    = true
  enable_logging                = false
  include_global_service_events = false
  is_multi_region_trail         = true
  is_organization_trail         = true
  kms_key_id                    = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"
  s3_key_prefix                 = "other"
  sns_topic_name                = "other"
  tags                          = { A = "b" }
  advanced_event_selector {
    name = "other"
    field_selector {
      ends_with       = ["other"]
      equals          = ["other"]
      field           = "userIdentity.arn"
      not_ends_with   = ["other"]
      not_equals      = ["other"]
      not_starts_with = ["other"]
      starts_with     = ["other"]
    }
  }
  insight_selector {
    insight_type = "ApiErrorRateInsight"
  }
}

resource "aws_cloudtrail" "second" {
  name           = "trail"
  s3_bucket_name = "b"
  event_selector {
    exclude_management_event_sources = ["other"]
    include_management_events        = true
    read_write_type                  = "All"
    data_resource {
      type   = "AWS::S3::Object"
      values = ["other"]
    }
  }
}
