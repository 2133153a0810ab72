# METADATA
# title: WorkSpace does not encrypt its root volume
# description: >-
#   Programs, their settings and their temporary files lie readable on the disk and in its
#   snapshots.
# related_resources:
#   - ref: https://docs.aws.amazon.com/workspaces/latest/adminguide/encrypt-workspaces.html
# custom:
#   id: DH_AWS_WORKSPACES_001
#   severity: medium
#   group: security
#   provider: aws
#   service: workspaces
#   resource_types: [aws_workspaces_workspace]
#   attributes: [root_volume_encryption_enabled]
#   remediation: >-
#     Set root_volume_encryption_enabled to true and volume_encryption_key (a WorkSpace that is
#     there must be made anew).
#   frameworks:
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AWS_156, AVD-AWS-0109, aws-workspaces-enable-disk-encryption]
package dharma.security.aws_workspaces_root_volume

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: WorkSpace does not encrypt its root volume", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_workspaces_workspace"
	not rc.change.after.root_volume_encryption_enabled == true
]
