output "url" {
  value       = "http://${aws_lb.door.dns_name}"
  description = "Where the servers answer"
}
