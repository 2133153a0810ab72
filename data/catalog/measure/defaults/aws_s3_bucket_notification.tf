resource "aws_s3_bucket_notification" "minimal" {
  bucket = "b"
}

resource "aws_s3_bucket_notification" "blocks" {
  bucket = "b"
  lambda_function {
    events = ["other"]
  }
  queue {
    events    = ["other"]
    queue_arn = "arn:aws:sqs:us-east-1:123456789012:other"
  }
  topic {
    events    = ["other"]
    topic_arn = "arn:aws:sns:us-east-1:123456789012:other"
  }
}
