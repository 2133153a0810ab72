resource "aws_cloudfront_origin_access_control" "minimal" {
  name                              = "other"
  origin_access_control_origin_type = "lambda"
  signing_behavior                  = "no-override"
  signing_protocol                  = "sigv4"
  description                       = "other"
}
