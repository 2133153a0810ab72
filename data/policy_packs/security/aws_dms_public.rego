# METADATA
# title: DMS instance has a public address
# description: >-
#   The machine that reads and writes your databases can be reached from the internet.
# related_resources:
#   - ref: https://docs.aws.amazon.com/dms/latest/userguide/CHAP_ReplicationInstance.html
# custom:
#   id: DH_AWS_DMS_001
#   severity: high
#   group: security
#   provider: aws
#   service: dms
#   resource_types: [aws_dms_replication_instance]
#   attributes: [publicly_accessible]
#   defaults:
#     publicly_accessible: false
#   remediation: >-
#     Set publicly_accessible to false (the instance is made again).
#   fix:
#     set: {publicly_accessible: false}
#   frameworks:
#     NIST 800-53 r5: ["AC-3", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.4.4"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AWS_89]
package dharma.security.aws_dms_public

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: DMS instance has a public address", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_dms_replication_instance"
	rc.change.after.publicly_accessible == true
]
