resource "aws_vpc_endpoint" "minimal" {
  vpc_id       = "vpc-1"
  service_name = "com.amazonaws.us-east-1.s3"
}

resource "aws_vpc_endpoint" "blocks" {
  vpc_id       = "vpc-1"
  service_name = "com.amazonaws.us-east-1.s3"
  dns_options {}
  subnet_configuration {}
}
