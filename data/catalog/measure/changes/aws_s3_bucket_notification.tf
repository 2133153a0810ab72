resource "aws_s3_bucket_notification" "minimal" {
  bucket      = "other"
  eventbridge = true
  lambda_function {
    events              = ["other"]
    filter_prefix       = "other"
    filter_suffix       = "other"
    id                  = "other"
    lambda_function_arn = "arn:aws:lambda:us-east-1:123456789012:function:other"
  }
  queue {
    events        = ["other"]
    filter_prefix = "other"
    filter_suffix = "other"
    id            = "other"
    queue_arn     = "arn:aws:sqs:us-east-1:123456789012:other"
  }
  topic {
    events        = ["other"]
    filter_prefix = "other"
    filter_suffix = "other"
    id            = "other"
    topic_arn     = "arn:aws:sns:us-east-1:123456789012:other"
  }
}
