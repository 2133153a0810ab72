# METADATA
# title: CloudTrail leaves out global services
# description: >-
#   IAM, STS and CloudFront belong to no region: a trail that leaves them out does not see who
#   made users, roles and keys.
# related_resources:
#   - ref: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html
# custom:
#   id: DH_AWS_CLOUDTRAIL_006
#   severity: medium
#   group: compliance
#   provider: aws
#   service: cloudtrail
#   resource_types: [aws_cloudtrail]
#   attributes: [include_global_service_events]
#   remediation: >-
#     Leave out include_global_service_events, or set it to true.
#   frameworks:
#     CIS AWS 3.0: ["3.1"]
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#     HIPAA: ["164.312(b)"]
#   fix:
#     set: {include_global_service_events: true}
package dharma.compliance.aws_cloudtrail_global_events

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: CloudTrail leaves out global services", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_cloudtrail"
	rc.change.after.include_global_service_events == false
]
