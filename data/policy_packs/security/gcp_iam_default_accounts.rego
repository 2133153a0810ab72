# METADATA
# title: Default service account is granted a role
# description: >-
#   Every machine or app without an account of its own acts as the default one, and gets the role
#   too.
# related_resources:
#   - ref: https://cloud.google.com/iam/docs/service-account-types#default
# custom:
#   id: DH_GCP_IAM_003
#   severity: medium
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
#   settled_by_reference: {member: google_service_account, "members[]": google_service_account}
#   looks_for:
#     member: ["*-compute@developer.gserviceaccount.com", "*@appspot.gserviceaccount.com"]
#     members[]: ["*-compute@developer.gserviceaccount.com", "*@appspot.gserviceaccount.com"]
#   remediation: >-
#     Give the workload a service account of its own and grant the role to that.
#   frameworks:
#     NIST 800-53 r5: ["AC-6"]
#     SOC 2: ["CC6.3"]
#     PCI DSS 4.0.1: ["7.2.2"]
#     HIPAA: ["164.308(a)(4)(ii)(C)"]
#   twins: [CKV_GCP_46, CKV_GCP_47, CKV_GCP_48]
package dharma.security.gcp_iam_default_accounts

import data.dharma.lib.google_iam
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Default service account is granted a role", [address])
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
	some member in google_iam.members(rc)
	is_string(member)
	shared(member)
]

shared(member) if endswith(member, "-compute@developer.gserviceaccount.com")

shared(member) if endswith(member, "@appspot.gserviceaccount.com")
