resource "aws_athena_workgroup" "minimal" {
  name          = "other"
  description   = "other"
  force_destroy = true
  state         = "DISABLED"
  tags          = { A = "b" }
  configuration {
    bytes_scanned_cutoff_per_query     = 10485761
    enforce_workgroup_configuration    = true
    execution_role                     = "arn:aws:lambda:us-east-1:123456789012:function:other"
    publish_cloudwatch_metrics_enabled = true
    requester_pays_enabled             = true
    engine_version {
      selected_engine_version = "other"
    }
    result_configuration {
      expected_bucket_owner = "123456789013"
      output_location       = "other"
      acl_configuration {
        s3_acl_option = "BUCKET_OWNER_FULL_CONTROL"
      }
      encryption_configuration {
        encryption_option = "CSE_KMS"
      }
    }
  }
}
