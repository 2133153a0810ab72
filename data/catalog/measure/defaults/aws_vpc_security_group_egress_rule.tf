resource "aws_vpc_security_group_egress_rule" "minimal" {
  security_group_id = "sg-1"
  ip_protocol       = "-1"
  cidr_ipv4         = "0.0.0.0/0"
}
