resource "aws_sns_topic_policy" "minimal" {
  arn    = "arn:aws:sns:us-east-1:123456789012:t"
  policy = jsonencode({ Version = "2012-10-17", Statement = [] })
}
