resource "aws_sqs_queue_policy" "minimal" {
  queue_url = "https://sqs.us-east-1.amazonaws.com/123456789012/q"
  policy    = jsonencode({ Version = "2012-10-17", Statement = [] })
}
