# METADATA
# title: ECR repository policy lets anybody in
# description: >-
#   Anybody with an AWS account may pull the images and read what is built into them, or push
#   one that you then run.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html
# custom:
#   id: DH_AWS_ECR_004
#   severity: high
#   group: security
#   provider: aws
#   service: ecr
#   resource_types: [aws_ecr_repository_policy]
#   attributes: [policy]
#   defaults: {policy: null}
#   remediation: >-
#     Name the accounts, roles or services, or add a condition that says who, such as
#     aws:SourceAccount or aws:PrincipalOrgID.
#   frameworks:
#     NIST 800-53 r5: ["AC-3", "AC-6"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["7.2.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AWS_32, AVD-AWS-0032, aws-ecr-no-public-access]
package dharma.security.aws_ecr_open_policy

import data.dharma.lib.principals
import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: ECR repository policy lets anybody in", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_ecr_repository_policy"
	count(principals.open_statements(rc, "policy")) > 0
]
