resource "aws_network_acl" "minimal" {
  vpc_id     = "vpc-9"
  subnet_ids = ["subnet-9"]
  tags       = { A = "b" }
}

resource "aws_network_acl" "rules" {
  vpc_id = "vpc-1"
  egress {
    protocol   = "-1"
    rule_no    = 100
    action     = "allow"
    cidr_block = "0.0.0.0/0"
    from_port  = 0
    to_port    = 0
  }
  ingress {
    protocol   = "tcp"
    rule_no    = 100
    action     = "allow"
    cidr_block = "10.0.0.0/16"
    from_port  = 443
    to_port    = 443
    icmp_code  = 0
    icmp_type  = 0
  }
}
