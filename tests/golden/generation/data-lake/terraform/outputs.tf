output "raw_bucket" {
  value = aws_s3_bucket.raw.bucket
}

output "ready_bucket" {
  value = aws_s3_bucket.ready.bucket
}

output "arrivals" {
  value = aws_sqs_queue.arrivals.url
}
