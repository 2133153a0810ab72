# METADATA
# title: DynamoDB table is encrypted with a key that is not yours
# description: >-
#   Without server_side_encryption AWS uses a key that it owns, and with it but without kms_key_arn
#   one that it manages in your account; you can neither rotate nor withdraw them.
# related_resources:
#   - ref: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/EncryptionAtRest.html
# custom:
#   id: DH_AWS_DYNAMODB_001
#   severity: low
#   group: compliance
#   provider: aws
#   service: dynamodb
#   resource_types: [aws_dynamodb_table]
#   attributes: ["server_side_encryption[].kms_key_arn"]
#   settled_by_reference: {"server_side_encryption[].kms_key_arn": [aws_kms_key, aws_kms_alias]}
#   defaults:
#     server_side_encryption: []
#     "server_side_encryption[].kms_key_arn": ""
#   remediation: >-
#     Set server_side_encryption { enabled = true } and its kms_key_arn to a key of your own.
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
	is_string(config.kms_key_arn)
	config.kms_key_arn != ""
}

# Plain OPA and Conftest cannot tell a key set by reference from one that is left to AWS.
own_key(rc) if {
	not input.dharma
	some i
	rc.change.after.server_side_encryption[i].enabled == true
	rc.change.after_unknown.server_side_encryption[i].kms_key_arn == true
}
