# METADATA
# title: EFS file system is not backed up
# description: >-
#   A file system made by code has no automatic backups unless they are asked for: what is
#   deleted or overwritten is gone.
# related_resources:
#   - ref: https://docs.aws.amazon.com/efs/latest/ug/automatic-backups.html
# custom:
#   id: DH_AWS_EFS_005
#   severity: medium
#   group: reliability
#   provider: aws
#   service: efs
#   resource_types: [aws_efs_file_system]
#   related: {aws_efs_backup_policy: file_system_id, aws_backup_selection: resources}
#   remediation: >-
#     Add an aws_efs_backup_policy with status ENABLED, or choose the file system in a plan of
#     AWS Backup.
#   frameworks:
#     NIST 800-53 r5: ["CP-9"]
#     SOC 2: ["A1.2"]
#     HIPAA: ["164.308(a)(7)(ii)(A)"]
#   fix:
#     add:
#       type: aws_efs_backup_policy
#       link: file_system_id
#       attributes:
#         backup_policy: [{status: ENABLED}]
package dharma.reliability.aws_efs_backups

import data.dharma.lib.related
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: EFS file system is not backed up", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_efs_file_system"
	not kept(rc)
]

kept(rc) if {
	some companion in related.of(rc, "aws_efs_backup_policy")
	some policy in companion.change.after.backup_policy
	policy.status == "ENABLED"
}

kept(rc) if count(related.of(rc, "aws_backup_selection")) > 0
