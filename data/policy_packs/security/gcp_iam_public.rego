# METADATA
# title: Project, folder or organization grants a role to everybody
# description: >-
#   Strangers get the role on every resource below, now and later.
# related_resources:
#   - ref: https://cloud.google.com/iam/docs/principals-overview
# custom:
#   id: DH_GCP_IAM_005
#   severity: critical
#   group: security
#   provider: gcp
#   service: iam
#   resource_types:
#     - google_project_iam_member
#     - google_project_iam_binding
#     - google_folder_iam_member
#     - google_folder_iam_binding
#     - google_organization_iam_member
#     - google_organization_iam_binding
#   attributes: [member, members]
#   settled_by_reference: [member, "members[]"]
#   looks_for:
#     member: [allUsers, allAuthenticatedUsers]
#     members[]: [allUsers, allAuthenticatedUsers]
#   remediation: >-
#     Name the people, groups and service accounts that need the role.
#   frameworks:
#     NIST 800-53 r5: ["AC-3"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["7.2.1"]
#     HIPAA: ["164.312(a)(1)"]
package dharma.security.gcp_iam_public

import data.dharma.lib.google_iam
import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Project, folder or organization grants a role to everybody", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in [
		"google_project_iam_member",
		"google_project_iam_binding",
		"google_folder_iam_member",
		"google_folder_iam_binding",
		"google_organization_iam_member",
		"google_organization_iam_binding",
	]
	google_iam.public(rc)
]
