resource "aws_acm_certificate" "minimal" {
  domain_name       = "other"
  validation_method = "HTTP"
  tags              = { A = "b" }
  options {}
}

resource "aws_acm_certificate" "second" {
  private_key = "other"
}

resource "aws_acm_certificate" "third" {
  domain_name       = "other"
  key_algorithm     = "EC_secp521r1"
  validation_method = "HTTP"
  validation_option {
    domain_name       = "other"
    validation_domain = "other"
  }
}

resource "aws_acm_certificate" "imported_by" {
  private_key       = "x"
  certificate_body  = "y"
  certificate_chain = "z"
}

resource "aws_acm_certificate" "private" {
  domain_name               = "example.com"
  certificate_authority_arn = "arn:aws:acm-pca:us-east-1:123456789012:certificate-authority/12345678-1234-1234-1234-123456789012"
  early_renewal_duration    = "P90D"
}
