resource "aws_route53_zone" "minimal" {
  name = "example.com"
}

resource "aws_route53_zone" "blocks" {
  name = "example.com"
  vpc {
    vpc_id = "vpc-9"
  }
}
