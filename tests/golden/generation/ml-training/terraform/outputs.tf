output "samples" {
  value = aws_s3_bucket.samples.bucket
}

output "models" {
  value = aws_s3_bucket.models.bucket
}

output "queue" {
  value = aws_sqs_queue.runs.url
}
