output "network" {
  value = aws_vpc.network.id
}

output "domain" {
  value = aws_route53_zone.names.name
}
