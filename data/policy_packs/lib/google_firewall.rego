# METADATA
# title: Google Cloud firewall rules
# description: Which TCP ports an ingress rule of a VPC opens to the whole world.
package dharma.lib.google_firewall

import data.dharma.lib.network
import rego.v1

# By its number, by a range, or by naming no ports at all.
open(rc, port) if names(rc, port)

open(rc, _) if everything(rc)

names(rc, port) if {
	lets_everybody_in(rc)
	some rule in rc.change.after.allow
	tcp(rule)
	some text in rule.ports
	network.in_range(text, port)
}

everything(rc) if {
	lets_everybody_in(rc)
	some i
	rule := rc.change.after.allow[i]
	every_port(rule)
	not rc.change.after_unknown.allow[i].ports == true
}

lets_everybody_in(rc) if {
	not rc.change.after.direction == "EGRESS"
	not rc.change.after.disabled == true
	some source in rc.change.after.source_ranges
	network.anywhere(source)
}

tcp(rule) if rule.protocol in ["tcp", "TCP", "6"]

every_port(rule) if rule.protocol == "all"

every_port(rule) if {
	tcp(rule)
	not narrowed(rule)
}

narrowed(rule) if {
	some text in rule.ports
	not text in ["0-65535", "1-65535"]
}
