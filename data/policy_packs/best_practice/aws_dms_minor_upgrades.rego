# METADATA
# title: DMS instance does not take minor upgrades
# description: >-
#   Minor versions carry the fixes for known holes.
# related_resources:
#   - ref: https://docs.aws.amazon.com/dms/latest/userguide/CHAP_ReplicationInstance.html
# custom:
#   id: DH_AWS_DMS_002
#   severity: medium
#   group: best_practice
#   provider: aws
#   service: dms
#   resource_types: [aws_dms_replication_instance]
#   attributes: [auto_minor_version_upgrade]
#   defaults:
#     auto_minor_version_upgrade: false
#   remediation: >-
#     Set auto_minor_version_upgrade to true.
#   fix:
#     set: {auto_minor_version_upgrade: true}
#   frameworks:
#     NIST 800-53 r5: ["SI-2"]
#     SOC 2: ["CC7.1"]
#     PCI DSS 4.0.1: ["6.3.3"]
#   twins: [CKV_AWS_222]
package dharma.best_practice.aws_dms_minor_upgrades

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: DMS instance does not take minor upgrades", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_dms_replication_instance"
	not rc.change.after.auto_minor_version_upgrade == true
]
