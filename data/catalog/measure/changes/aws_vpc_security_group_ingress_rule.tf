resource "aws_vpc_security_group_ingress_rule" "minimal" {
  security_group_id = "sg-9"
  ip_protocol       = "other"
  from_port         = 444
  to_port           = 444
  cidr_ipv4         = "10.9.0.0/16"
  description       = "other"
  tags              = { A = "b" }
}

resource "aws_vpc_security_group_ingress_rule" "cidr_ipv6" {
  security_group_id = "sg-1"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv6         = "2001:db8::/32"
}

resource "aws_vpc_security_group_ingress_rule" "prefix_list_id" {
  security_group_id = "sg-1"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  prefix_list_id    = "pl-9"
}

resource "aws_vpc_security_group_ingress_rule" "referenced_security_group_id" {
  security_group_id            = "sg-1"
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
  referenced_security_group_id = "sg-9"
}
