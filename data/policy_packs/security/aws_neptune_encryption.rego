# METADATA
# title: Neptune cluster stores its data unencrypted
# description: >-
#   Volumes, snapshots and replicas are readable to whoever gets hold of them.
# related_resources:
#   - ref: https://docs.aws.amazon.com/neptune/latest/userguide/encrypt.html
# custom:
#   id: DH_AWS_NEPTUNE_001
#   severity: high
#   group: security
#   provider: aws
#   service: neptune
#   resource_types: [aws_neptune_cluster]
#   attributes: [storage_encrypted]
#   remediation: >-
#     Set storage_encrypted to true (an existing cluster must be restored from a snapshot).
#   fix:
#     set: {storage_encrypted: true}
#   frameworks:
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AWS_44, AVD-AWS-0076, aws-neptune-enable-storage-encryption]
package dharma.security.aws_neptune_encryption

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Neptune cluster stores its data unencrypted", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_neptune_cluster"
	not rc.change.after.storage_encrypted == true
]
