resource "aws_sns_topic_subscription" "minimal" {
  topic_arn = "arn:aws:sns:us-east-1:123456789012:t"
  protocol  = "sqs"
  endpoint  = "arn:aws:sqs:us-east-1:123456789012:q"
}
