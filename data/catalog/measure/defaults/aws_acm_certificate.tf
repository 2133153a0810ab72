resource "aws_acm_certificate" "minimal" {
  domain_name       = "example.com"
  validation_method = "DNS"
}

resource "aws_acm_certificate" "blocks" {
  domain_name       = "example.com"
  validation_method = "DNS"
  options {}
  validation_option {
    domain_name       = "other"
    validation_domain = "other"
  }
}
