# METADATA
# title: MSK cluster takes connections without TLS
# description: >-
#   Messages cross the network readable, between clients and brokers or between brokers.
# related_resources:
#   - ref: https://docs.aws.amazon.com/msk/latest/developerguide/msk-encryption.html
# custom:
#   id: DH_AWS_MSK_002
#   severity: high
#   group: compliance
#   provider: aws
#   service: msk
#   resource_types: [aws_msk_cluster]
#   attributes: ["encryption_info[].encryption_in_transit[].client_broker"]
#   remediation: >-
#     Set encryption_info { encryption_in_transit { client_broker = "TLS" } }.
#   fix:
#     set:
#       "encryption_info[].encryption_in_transit[].client_broker": TLS
#       "encryption_info[].encryption_in_transit[].in_cluster": true
#   frameworks:
#     NIST 800-53 r5: ["SC-8"]
#     SOC 2: ["CC6.7"]
#     PCI DSS 4.0.1: ["4.2.1"]
#     HIPAA: ["164.312(e)(1)", "164.312(e)(2)(ii)"]
#   twins: [CKV_AWS_81, AVD-AWS-0073, aws-msk-enable-in-transit-encryption]
package dharma.compliance.aws_msk_transit

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: MSK cluster takes connections without TLS", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_msk_cluster"
	not encrypted(rc)
]

encrypted(rc) if {
	some info in rc.change.after.encryption_info
	is_object(info)
	not clear(info)
}

clear(info) if {
	some transit in info.encryption_in_transit
	is_string(transit.client_broker)
	transit.client_broker != "TLS"
}

clear(info) if {
	some transit in info.encryption_in_transit
	transit.in_cluster == false
}
