# METADATA
# title: Athena database does not encrypt its results
# description: >-
#   What is asked while the database is made is written to the bucket as it is.
# related_resources:
#   - ref: https://docs.aws.amazon.com/athena/latest/ug/encryption.html
# custom:
#   id: DH_AWS_ATHENA_003
#   severity: medium
#   group: security
#   provider: aws
#   service: athena
#   resource_types: [aws_athena_database]
#   attributes: ["encryption_configuration[].encryption_option"]
#   remediation: >-
#     Set encryption_configuration { encryption_option = "SSE_S3" }, or SSE_KMS with a key.
#   frameworks:
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AWS_77, AVD-AWS-0006, aws-athena-enable-at-rest-encryption]
#   fix:
#     set: {"encryption_configuration[].encryption_option": SSE_S3}
package dharma.security.aws_athena_database_encryption

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Athena database does not encrypt its results", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_athena_database"
	not encrypted(rc)
]

encrypted(rc) if {
	some encryption in rc.change.after.encryption_configuration
	encryption.encryption_option in ["SSE_S3", "SSE_KMS", "CSE_KMS"]
}
