resource "aws_sns_topic_policy" "minimal" {
  arn    = "arn:aws:iam::123456789012:role/other"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{}] })
}
