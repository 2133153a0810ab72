resource "aws_security_group_rule" "minimal" {
  type              = "ingress"
  security_group_id = "sg-9"
  protocol          = "other"
  from_port         = 444
  to_port           = 444
  cidr_blocks       = ["10.9.0.0/16"]
  description       = "other"
  prefix_list_ids   = ["other"]
}

resource "aws_security_group_rule" "second" {
  type                     = "ingress"
  security_group_id        = "sg-1"
  protocol                 = "tcp"
  from_port                = 443
  to_port                  = 443
  source_security_group_id = "sg-9"
}

resource "aws_security_group_rule" "third" {
  type              = "ingress"
  security_group_id = "sg-1"
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  ipv6_cidr_blocks  = ["2001:db8::/32"]
}

resource "aws_security_group_rule" "self" {
  type              = "egress"
  security_group_id = "sg-1"
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  self              = true
}
