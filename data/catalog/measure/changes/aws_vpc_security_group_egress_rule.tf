resource "aws_vpc_security_group_egress_rule" "minimal" {
  security_group_id = "sg-9"
  ip_protocol       = "other"
  cidr_ipv4         = "10.9.0.0/16"
  description       = "other"
  from_port         = 5
  tags              = { A = "b" }
  to_port           = 5
}

resource "aws_vpc_security_group_egress_rule" "cidr_ipv6" {
  security_group_id = "sg-1"
  ip_protocol       = "-1"
  cidr_ipv6         = "2001:db8::/32"
}

resource "aws_vpc_security_group_egress_rule" "prefix_list_id" {
  security_group_id = "sg-1"
  ip_protocol       = "-1"
  prefix_list_id    = "pl-9"
}

resource "aws_vpc_security_group_egress_rule" "referenced_security_group_id" {
  security_group_id            = "sg-1"
  ip_protocol                  = "-1"
  referenced_security_group_id = "sg-9"
}
