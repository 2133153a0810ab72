# METADATA
# title: Redshift cluster stores its data unencrypted
# description: >-
#   Blocks and snapshots are readable to whoever gets hold of them.
# related_resources:
#   - ref: https://docs.aws.amazon.com/redshift/latest/mgmt/working-with-db-encryption.html
# custom:
#   id: DH_AWS_REDSHIFT_001
#   severity: high
#   group: security
#   provider: aws
#   service: redshift
#   resource_types: [aws_redshift_cluster]
#   attributes: [encrypted]
#   remediation: >-
#     Set encrypted to true, with a kms_key_id if the key must be yours.
#   fix:
#     set: {encrypted: true}
#   frameworks:
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AWS_64]
package dharma.security.aws_redshift_encryption

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Redshift cluster stores its data unencrypted", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_redshift_cluster"
	not rc.change.after.encrypted == true
]
