# METADATA
# title: ECR repository is not encrypted with a KMS key
# description: >-
#   Images are encrypted by S3 itself, without a permission of their own on the key and without
#   a record of its use.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html
# custom:
#   id: DH_AWS_ECR_003
#   severity: low
#   group: compliance
#   provider: aws
#   service: ecr
#   resource_types: [aws_ecr_repository]
#   remediation: >-
#     Set encryption_configuration { encryption_type = "KMS" } (the repository must be made
#     anew).
#   frameworks:
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AWS_136, AVD-AWS-0033, aws-ecr-repository-customer-key]
package dharma.compliance.aws_ecr_kms

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: ECR repository is not encrypted with a KMS key", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_ecr_repository"
	not with_kms(rc)
]

with_kms(rc) if {
	some encryption in rc.change.after.encryption_configuration
	encryption.encryption_type in ["KMS", "KMS_DSSE"]
}
