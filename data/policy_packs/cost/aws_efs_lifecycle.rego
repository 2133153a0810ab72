# METADATA
# title: EFS file system keeps unused files on its dearest storage
# description: >-
#   Most files are read in their first weeks only. Infrequent access costs a small part of
#   standard storage, and files come back when they are read.
# related_resources:
#   - ref: https://docs.aws.amazon.com/efs/latest/ug/lifecycle-management-efs.html
# custom:
#   id: DH_AWS_EFS_004
#   severity: low
#   group: cost
#   provider: aws
#   service: efs
#   resource_types: [aws_efs_file_system]
#   remediation: >-
#     Add lifecycle_policy { transition_to_ia = "AFTER_30_DAYS" }.
#   fix:
#     set: {"lifecycle_policy[].transition_to_ia": AFTER_30_DAYS}
package dharma.cost.aws_efs_lifecycle

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: EFS file system keeps unused files on its dearest storage", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_efs_file_system"
	not moved(rc)
]

moved(rc) if {
	some policy in rc.change.after.lifecycle_policy
	some step in ["transition_to_ia", "transition_to_archive"]
	is_string(policy[step])
	policy[step] != ""
}

# Set by reference: after how many days is known after apply, that it moves is known now.
moved(rc) if {
	some policy in rc.change.after_unknown.lifecycle_policy
	some step in ["transition_to_ia", "transition_to_archive"]
	policy[step] == true
}
