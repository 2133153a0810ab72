output "topic_arn" {
  value = aws_sns_topic.events.arn
}

output "queue_url" {
  value = aws_sqs_queue.waiting.url
}

output "bucket" {
  value = aws_s3_bucket.store.bucket
}
