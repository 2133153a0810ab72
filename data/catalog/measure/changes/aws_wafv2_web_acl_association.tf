resource "aws_wafv2_web_acl_association" "minimal" {
  resource_arn = "arn:aws:iam::123456789012:role/other"
  web_acl_arn  = "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/w/12345678-1234-1234-1234-123456789012"
}

resource "aws_wafv2_web_acl_association" "other" {
  resource_arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/l/0123456789abcdef"
  web_acl_arn  = "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/other/12345678-1234-1234-1234-123456789012"
}
