resource "aws_route53_zone" "minimal" {
  name          = "other"
  comment       = "other"
  force_destroy = true
  tags          = { A = "b" }
  vpc {
    vpc_id     = "vpc-9"
    vpc_region = "eu-west-1"
  }
}

resource "aws_route53_zone" "second" {
  name              = "example.com"
  delegation_set_id = "other"
}
