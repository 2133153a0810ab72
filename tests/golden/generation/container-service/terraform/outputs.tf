output "url" {
  value       = "http://${aws_lb.door.dns_name}"
  description = "Where the containers answer"
}

output "images" {
  value = aws_ecr_repository.images.repository_url
}
