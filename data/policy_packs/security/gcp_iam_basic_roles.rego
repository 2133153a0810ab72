# METADATA
# title: Basic role is granted
# description: >-
#   Owner, editor and viewer span every service of the project, folder or organization, now and
#   later.
# related_resources:
#   - ref: https://cloud.google.com/iam/docs/roles-overview#basic
# custom:
#   id: DH_GCP_IAM_001
#   severity: high
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
#   attributes: [role]
#   remediation: >-
#     Grant the predefined roles that the work needs, or a custom role.
#   frameworks:
#     NIST 800-53 r5: ["AC-6"]
#     SOC 2: ["CC6.3"]
#     PCI DSS 4.0.1: ["7.2.2"]
#     HIPAA: ["164.308(a)(4)(ii)(C)"]
#   twins: [CKV_GCP_115, CKV_GCP_116, CKV_GCP_117]
package dharma.security.gcp_iam_basic_roles

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Basic role is granted", [address])
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
	rc.change.after.role in ["roles/owner", "roles/editor", "roles/viewer"]
]
