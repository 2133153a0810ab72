# METADATA
# title: CloudTrail records one region only
# description: >-
#   Who breaks in works in the region where nobody looks; calls of global services are recorded
#   in one region alone.
# related_resources:
#   - ref: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/receive-cloudtrail-log-files-from-multiple-regions.html
# custom:
#   id: DH_AWS_CLOUDTRAIL_001
#   severity: medium
#   group: compliance
#   provider: aws
#   service: cloudtrail
#   resource_types: [aws_cloudtrail]
#   attributes: [is_multi_region_trail]
#   remediation: >-
#     Set is_multi_region_trail to true.
#   frameworks:
#     CIS AWS 3.0: ["3.1"]
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#     HIPAA: ["164.312(b)"]
#   twins: [CKV_AWS_67, AVD-AWS-0014, aws-cloudtrail-enable-all-regions]
#   fix:
#     set: {is_multi_region_trail: true}
package dharma.compliance.aws_cloudtrail_all_regions

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: CloudTrail records one region only", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_cloudtrail"
	not rc.change.after.is_multi_region_trail == true
]
