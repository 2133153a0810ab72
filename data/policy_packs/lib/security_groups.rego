# METADATA
# title: Security groups
# description: >-
#   The rules that a resource holds, inline (aws_security_group) or as one of its own, and
#   whether they let in everybody.
package dharma.lib.security_groups

import data.dharma.lib.network
import rego.v1

ingress(rc) := rc.change.after.ingress if rc.type == "aws_security_group"

ingress(rc) := [rc.change.after] if {
	rc.type == "aws_security_group_rule"
	rc.change.after.type == "ingress"
}

ingress(rc) := [rc.change.after] if rc.type == "aws_vpc_security_group_ingress_rule"

egress(rc) := rc.change.after.egress if rc.type == "aws_security_group"

egress(rc) := [rc.change.after] if {
	rc.type == "aws_security_group_rule"
	rc.change.after.type == "egress"
}

egress(rc) := [rc.change.after] if rc.type == "aws_vpc_security_group_egress_rule"

# Whether everybody may reach one of these ports.
opens(rc, ports) if {
	some rule in ingress(rc)
	to_everybody(rule)
	some port in ports
	network.covers(rule, port)
}

to_everybody(rule) if {
	some list in ["cidr_blocks", "ipv6_cidr_blocks"]
	some cidr in rule[list]
	network.anywhere(cidr)
}

to_everybody(rule) if {
	some field in ["cidr_ipv4", "cidr_ipv6"]
	network.anywhere(rule[field])
}
