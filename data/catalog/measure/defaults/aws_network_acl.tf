resource "aws_network_acl" "minimal" {
  vpc_id = "vpc-1"
}
