# METADATA
# title: EFS access point shows the whole file system
# description: >-
#   Who mounts the access point sees the folders of every other application too.
# related_resources:
#   - ref: https://docs.aws.amazon.com/efs/latest/ug/enforce-root-directory-access-point.html
# custom:
#   id: DH_AWS_EFS_002
#   severity: medium
#   group: security
#   provider: aws
#   service: efs
#   resource_types: [aws_efs_access_point]
#   attributes: ["root_directory[].path"]
#   defaults: {root_directory: [], "root_directory[].path": "/"}
#   remediation: >-
#     Set root_directory { path = "/app" } to the folder that the application needs.
#   frameworks:
#     NIST 800-53 r5: ["AC-6"]
#     SOC 2: ["CC6.1"]
#   twins: [CKV_AWS_329]
package dharma.security.aws_efs_access_point_root

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: EFS access point shows the whole file system", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_efs_access_point"
	not confined(rc)
]

confined(rc) if {
	some directory in rc.change.after.root_directory
	is_string(directory.path)
	not directory.path in ["", "/"]
}
