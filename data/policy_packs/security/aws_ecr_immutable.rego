# METADATA
# title: ECR tags can be moved to another image
# description: >-
#   What was tested under a tag is not what runs when somebody pushes another image under the
#   same tag.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html
# custom:
#   id: DH_AWS_ECR_002
#   severity: medium
#   group: security
#   provider: aws
#   service: ecr
#   resource_types: [aws_ecr_repository]
#   attributes: [image_tag_mutability]
#   remediation: >-
#     Set image_tag_mutability to IMMUTABLE.
#   frameworks:
#     NIST 800-53 r5: ["CM-2", "SI-7"]
#     SOC 2: ["CC8.1"]
#   twins: [CKV_AWS_51, AVD-AWS-0031, aws-ecr-enforce-immutable-repository]
#   fix:
#     set: {image_tag_mutability: IMMUTABLE}
package dharma.security.aws_ecr_immutable

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: ECR tags can be moved to another image", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_ecr_repository"
	not rc.change.after.image_tag_mutability == "IMMUTABLE"
]
