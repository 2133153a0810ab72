# METADATA
# title: Network access control lists
# description: >-
#   Which ports a list opens to everybody: the entry with the lowest number decides. Reads
#   inline entries (aws_network_acl) and entries of their own (aws_network_acl_rule).
package dharma.lib.network_acls

import data.dharma.lib.network
import rego.v1

opens(rc, port) if {
	rc.type == "aws_network_acl"
	some entry in rc.change.after.ingress
	entry.action == "allow"
	network.covers(entry, port)
	some family in ["cidr_block", "ipv6_cidr_block"]
	network.anywhere(entry[family])
	not refused_before(rc.change.after.ingress, entry, family, port)
}

opens(rc, port) if {
	rc.type == "aws_network_acl_rule"
	not rc.change.after.egress == true
	rc.change.after.rule_action == "allow"
	network.covers(rc.change.after, port)
	some family in ["cidr_block", "ipv6_cidr_block"]
	network.anywhere(rc.change.after[family])
}

refused_before(entries, entry, family, port) if {
	some other in entries
	other.action == "deny"
	other.rule_no < entry.rule_no
	network.covers(other, port)
	network.anywhere(other[family])
}
