# METADATA
# title: Security rules of Azure
# description: >-
#   What a rule of a network security group lets in: the rule resource, or a security_rule block of
#   the group, which are written alike.
package dharma.lib.security_rules

import data.dharma.lib.network
import rego.v1

lets_everybody_in(rule) if {
	rule.access == "Allow"
	rule.direction == "Inbound"
	from_anywhere(rule)
}

from_anywhere(rule) if network.anywhere(rule.source_address_prefix)

from_anywhere(rule) if {
	some prefix in rule.source_address_prefixes
	network.anywhere(prefix)
}

# A TCP port is among those that the rule is about.
reaches(rule, port) if {
	rule.protocol in ["Tcp", "tcp", "TCP", "*"]
	network.in_range(rule.destination_port_range, port)
}

reaches(rule, port) if {
	rule.protocol in ["Tcp", "tcp", "TCP", "*"]
	some range in rule.destination_port_ranges
	network.in_range(range, port)
}

reaches_every_port(rule) if {
	rule.protocol in ["Tcp", "tcp", "TCP", "Udp", "udp", "UDP", "*"]
	rule.destination_port_range in every_port
}

reaches_every_port(rule) if {
	rule.protocol in ["Tcp", "tcp", "TCP", "Udp", "udp", "UDP", "*"]
	some range in rule.destination_port_ranges
	range in every_port
}

every_port := ["*", "0-65535", "1-65535"]
