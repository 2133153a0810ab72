output "queue" {
  value = aws_sqs_queue.jobs.url
}

output "results" {
  value = aws_s3_bucket.results.bucket
}
