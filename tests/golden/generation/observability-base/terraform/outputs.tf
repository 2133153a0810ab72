output "archive" {
  value = aws_s3_bucket.archive.bucket
}

output "alarms" {
  value = aws_sns_topic.alarms.name
}
