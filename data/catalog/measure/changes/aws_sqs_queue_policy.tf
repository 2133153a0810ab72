resource "aws_sqs_queue_policy" "minimal" {
  queue_url = "https://other.example.com"
  policy    = jsonencode({ Version = "2012-10-17", Statement = [{}] })
}
