# METADATA
# title: ECR repository does not scan what is pushed
# description: >-
#   Known holes in an image are found only after it runs.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html
# custom:
#   id: DH_AWS_ECR_001
#   severity: medium
#   group: security
#   provider: aws
#   service: ecr
#   resource_types: [aws_ecr_repository]
#   attributes: ["image_scanning_configuration[].scan_on_push"]
#   remediation: >-
#     Set image_scanning_configuration { scan_on_push = true }, or turn on scanning for the
#     whole registry.
#   frameworks:
#     NIST 800-53 r5: ["RA-5"]
#     SOC 2: ["CC7.1"]
#     PCI DSS 4.0.1: ["11.3.1"]
#   twins: [CKV_AWS_163, AVD-AWS-0030, aws-ecr-enable-image-scans]
#   fix:
#     set: {"image_scanning_configuration[].scan_on_push": true}
package dharma.security.aws_ecr_scan

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: ECR repository does not scan what is pushed", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_ecr_repository"
	not scanned(rc)
]

scanned(rc) if {
	some scanning in rc.change.after.image_scanning_configuration
	scanning.scan_on_push == true
}
