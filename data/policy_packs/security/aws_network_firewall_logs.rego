# METADATA
# title: Network firewall keeps no log
# description: >-
#   Nobody sees what it refused, or what it let pass.
# related_resources:
#   - ref: https://docs.aws.amazon.com/network-firewall/latest/developerguide/firewall-logging.html
# custom:
#   id: DH_AWS_NETWORKFIREWALL_002
#   severity: medium
#   group: security
#   provider: aws
#   service: networkfirewall
#   resource_types: [aws_networkfirewall_firewall]
#   related: {aws_networkfirewall_logging_configuration: firewall_arn}
#   remediation: >-
#     Add an aws_networkfirewall_logging_configuration with firewall_arn set to this firewall.
#   frameworks:
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#   twins: [CKV2_AWS_63]
package dharma.security.aws_network_firewall_logs

import data.dharma.lib.related
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Network firewall keeps no log", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_networkfirewall_firewall"
	count(related.of(rc, "aws_networkfirewall_logging_configuration")) == 0
]
