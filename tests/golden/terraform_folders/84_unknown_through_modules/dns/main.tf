variable "name" { type = string }
variable "target" { type = string }
variable "extra" { type = any }
resource "aws_route53_record" "r" {
  zone_id = "Z123"
  name    = "${var.name}.example.com"
  type    = "CNAME"
  ttl     = 60
  records = [var.target]
}
resource "terraform_data" "t" {
  input            = var.extra
  triggers_replace = { t = var.target, n = var.name }
}
output "fqdn" { value = aws_route53_record.r.fqdn }
output "name" { value = aws_route53_record.r.name }
output "extra" { value = terraform_data.t.output }
