output "url" {
  value       = "http://${aws_lb.web_lb.dns_name}"
  description = "Where the application answers"
}

output "database_endpoint" {
  value = aws_db_instance.database.endpoint
}

output "assets_bucket" {
  value = aws_s3_bucket.assets.bucket
}

output "vpc_id" {
  value = aws_vpc.main.id
}
