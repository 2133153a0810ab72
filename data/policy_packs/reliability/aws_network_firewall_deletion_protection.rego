# METADATA
# title: Network firewall can be deleted by one command
# description: >-
#   With it goes every route that leads through it, and the filter.
# related_resources:
#   - ref: https://docs.aws.amazon.com/network-firewall/latest/developerguide/firewall-settings.html
# custom:
#   id: DH_AWS_NETWORKFIREWALL_001
#   severity: medium
#   group: reliability
#   provider: aws
#   service: networkfirewall
#   resource_types: [aws_networkfirewall_firewall]
#   attributes: [delete_protection]
#   remediation: >-
#     Set delete_protection to true.
#   frameworks:
#     NIST 800-53 r5: ["CP-10", "CM-5"]
#     SOC 2: ["A1.2"]
#   twins: [CKV_AWS_344]
#   fix:
#     set: {delete_protection: true}
package dharma.reliability.aws_network_firewall_deletion_protection

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Network firewall can be deleted by one command", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_networkfirewall_firewall"
	not rc.change.after.delete_protection == true
]
