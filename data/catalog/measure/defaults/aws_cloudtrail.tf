resource "aws_cloudtrail" "minimal" {
  name           = "trail"
  s3_bucket_name = "b"
}

resource "aws_cloudtrail" "blocks" {
  name           = "trail"
  s3_bucket_name = "b"
  advanced_event_selector {
    field_selector {
      field = "userIdentity.arn"
    }
  }
  insight_selector {
    insight_type = "ApiErrorRateInsight"
  }
}

resource "aws_cloudtrail" "others" {
  name           = "trail"
  s3_bucket_name = "b"
  event_selector {
    data_resource {
      type   = "AWS::S3::Object"
      values = ["other"]
    }
  }
}
