# METADATA
# title: EFS access point believes whatever user the client names
# description: >-
#   The client sends user and group itself: with root on its machine it is root on the files.
# related_resources:
#   - ref: https://docs.aws.amazon.com/efs/latest/ug/enforce-identity-access-points.html
# custom:
#   id: DH_AWS_EFS_003
#   severity: medium
#   group: security
#   provider: aws
#   service: efs
#   resource_types: [aws_efs_access_point]
#   remediation: >-
#     Set posix_user { uid = 1000, gid = 1000 } to the user of the application.
#   frameworks:
#     NIST 800-53 r5: ["AC-6"]
#     SOC 2: ["CC6.1"]
#   twins: [CKV_AWS_330]
package dharma.security.aws_efs_access_point_user

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: EFS access point believes whatever user the client names", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_efs_access_point"
	not named(rc)
]

named(rc) if {
	some user in rc.change.after.posix_user
	is_object(user)
}
