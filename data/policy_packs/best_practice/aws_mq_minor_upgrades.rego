# METADATA
# title: MQ broker does not take minor upgrades
# description: >-
#   Minor versions carry the fixes for known holes; the default is to wait for a person.
# related_resources:
#   - ref: https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/upgrading-brokers.html
# custom:
#   id: DH_AWS_MQ_004
#   severity: medium
#   group: best_practice
#   provider: aws
#   service: mq
#   resource_types: [aws_mq_broker]
#   attributes: [auto_minor_version_upgrade]
#   remediation: >-
#     Set auto_minor_version_upgrade to true.
#   fix:
#     set: {auto_minor_version_upgrade: true}
#   frameworks:
#     NIST 800-53 r5: ["SI-2"]
#     SOC 2: ["CC7.1"]
#     PCI DSS 4.0.1: ["6.3.3"]
#   twins: [CKV_AWS_207]
package dharma.best_practice.aws_mq_minor_upgrades

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: MQ broker does not take minor upgrades", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_mq_broker"
	not rc.change.after.auto_minor_version_upgrade == true
]
