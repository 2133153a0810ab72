# METADATA
# title: Snapshots may be shared with everybody
# description: >-
#   The account's block on public snapshots is lifted: one wrong click shows whole disks to
#   the world.
# related_resources:
#   - ref: https://docs.aws.amazon.com/ebs/latest/userguide/block-public-access-snapshots.html
# custom:
#   id: DH_AWS_EC2_024
#   severity: high
#   group: security
#   provider: aws
#   service: ec2
#   resource_types: [aws_ebs_snapshot_block_public_access]
#   attributes: [state]
#   remediation: >-
#     Set state to block-all-sharing.
#   frameworks:
#     NIST 800-53 r5: ["AC-3", "AC-21"]
#     SOC 2: ["CC6.1"]
#     HIPAA: ["164.312(a)(1)"]
#   fix:
#     set: {state: block-all-sharing}
package dharma.security.aws_ebs_public_snapshots

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Snapshots may be shared with everybody", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_ebs_snapshot_block_public_access"
	rc.change.after.state == "unblocked"
]
