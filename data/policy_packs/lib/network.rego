# METADATA
# title: Networks
# description: Which addresses are the whole world, and which ports a range takes in.
package dharma.lib.network

import rego.v1

anywhere(cidr) if {
	is_string(cidr)
	endswith(cidr, "/0")
}

anywhere(cidr) if cidr in ["*", "Internet", "internet", "any", "Any"]

# A rule with from_port and to_port, as AWS writes it.
covers(rule, port) if {
	is_number(rule.from_port)
	is_number(rule.to_port)
	rule.from_port <= port
	rule.to_port >= port
}

covers(rule, _) if all_protocols(rule)

all_protocols(rule) if rule.protocol in ["-1", "all"]

all_protocols(rule) if rule.ip_protocol in ["-1", "all"]

# A port as Azure and Google write it: "22", "20-30" or "*".
in_range(text, _) if text == "*"

in_range(text, port) if text == sprintf("%d", [port])

in_range(text, port) if {
	is_string(text)
	regex.match(`^\d+-\d+$`, text)
	parts := split(text, "-")
	to_number(parts[0]) <= port
	to_number(parts[1]) >= port
}
