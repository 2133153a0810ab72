# METADATA
# title: CloudTrail event store is not encrypted with a key of your own
# description: >-
#   The store holds up to ten years of calls. With a key of your own you decide who reads them,
#   and see each use of the key.
# related_resources:
#   - ref: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/encryption-at-rest.html
# custom:
#   id: DH_AWS_CLOUDTRAIL_008
#   severity: low
#   group: compliance
#   provider: aws
#   service: cloudtrail
#   resource_types: [aws_cloudtrail_event_data_store]
#   remediation: >-
#     Set kms_key_id to a key whose policy lets CloudTrail use it (the store must be made
#     anew).
#   frameworks:
#     NIST 800-53 r5: ["AU-9", "SC-28"]
#     SOC 2: ["CC6.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AWS_294]
package dharma.compliance.aws_cloudtrail_lake_kms

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: CloudTrail event store is not encrypted with a key of your own", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_cloudtrail_event_data_store"
	not keyed(rc)
]

keyed(rc) if {
	is_string(rc.change.after.kms_key_id)
	rc.change.after.kms_key_id != ""
}

# Set by reference: which key is known after apply, that there is one is known now.
keyed(rc) if rc.change.after_unknown.kms_key_id == true
