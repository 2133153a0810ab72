# METADATA
# title: DynamoDB table cannot be restored to a point in time
# description: >-
#   Items that are changed or deleted by mistake stay so.
# related_resources:
#   - ref: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery.html
# custom:
#   id: DH_AWS_DYNAMODB_002
#   severity: medium
#   group: reliability
#   provider: aws
#   service: dynamodb
#   resource_types: [aws_dynamodb_table]
#   attributes: ["point_in_time_recovery[].enabled"]
#   defaults:
#     point_in_time_recovery: []
#   remediation: >-
#     Set point_in_time_recovery { enabled = true }.
#   frameworks:
#     NIST 800-53 r5: ["CP-9"]
#     SOC 2: ["A1.2"]
#     HIPAA: ["164.308(a)(7)(ii)(A)"]
#   twins: [CKV_AWS_28, AVD-AWS-0024, aws-dynamodb-enable-recovery]
package dharma.reliability.aws_dynamodb_recovery

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: DynamoDB table cannot be restored to a point in time", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_dynamodb_table"
	not recoverable(rc)
]

recoverable(rc) if {
	some config in rc.change.after.point_in_time_recovery
	config.enabled == true
}
