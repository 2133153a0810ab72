# METADATA
# title: DAX cluster stores its cache unencrypted
# description: >-
#   The items of the table lie readable on the disks of the nodes. It cannot be switched on
#   later.
# related_resources:
#   - ref: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DAXEncryptionAtRest.html
# custom:
#   id: DH_AWS_DAX_001
#   severity: high
#   group: security
#   provider: aws
#   service: dax
#   resource_types: [aws_dax_cluster]
#   attributes: ["server_side_encryption[].enabled"]
#   remediation: >-
#     Set server_side_encryption { enabled = true } (the cluster is made again).
#   fix:
#     set: {"server_side_encryption[].enabled": true}
#   frameworks:
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AWS_47, AVD-AWS-0023, aws-dynamodb-enable-at-rest-encryption]
package dharma.security.aws_dax_encryption

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: DAX cluster stores its cache unencrypted", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_dax_cluster"
	not encrypted(rc)
]

encrypted(rc) if {
	some block in rc.change.after.server_side_encryption
	block.enabled == true
}
