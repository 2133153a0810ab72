# METADATA
# title: DynamoDB table is encrypted with a key that is not yours
# description: >-
#   Without server_side_encryption AWS uses a key of its own, which you can neither audit nor
#   withdraw.
# related_resources:
#   - ref: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/EncryptionAtRest.html
# custom:
#   id: DH_AWS_DYNAMODB_001
#   severity: low
#   group: compliance
#   provider: aws
#   service: dynamodb
#   resource_types: [aws_dynamodb_table]
#   attributes: ["server_side_encryption[].enabled"]
#   defaults:
#     server_side_encryption: []
#   remediation: >-
#     Set server_side_encryption { enabled = true } and name a KMS key.
#   frameworks:
#     NIST 800-53 r5: ["SC-12", "SC-28"]
#     PCI DSS 4.0.1: ["3.6.1"]
#   twins: [CKV_AWS_119, AVD-AWS-0025, aws-dynamodb-table-customer-key]
package dharma.compliance.aws_dynamodb_encryption

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: DynamoDB table is encrypted with a key that is not yours", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_dynamodb_table"
	not own_key(rc)
]

own_key(rc) if {
	some config in rc.change.after.server_side_encryption
	config.enabled == true
}
