resource "aws_egress_only_internet_gateway" "minimal" {
  vpc_id = "vpc-1"
}
