output "address" {
  value       = "https://${aws_cloudfront_distribution.delivery.domain_name}"
  description = "Where the site answers"
}

output "bucket" {
  value = aws_s3_bucket.files.bucket
}

output "zone" {
  value       = aws_route53_zone.zone.zone_id
  description = "Its name servers are to be entered where the domain was bought"
}
