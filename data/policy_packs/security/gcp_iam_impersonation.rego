# METADATA
# title: Project-wide role lets its holder act as any service account
# description: >-
#   Service Account User and Token Creator on the project reach every service account in it, also
#   the strong ones.
# related_resources:
#   - ref: https://cloud.google.com/iam/docs/service-account-permissions
# custom:
#   id: DH_GCP_IAM_002
#   severity: high
#   group: security
#   provider: gcp
#   service: iam
#   resource_types: [google_project_iam_member, google_project_iam_binding]
#   attributes: [role]
#   remediation: >-
#     Grant the role on the one service account (google_service_account_iam_member).
#   frameworks:
#     CIS GCP 3.0: ["1.6"]
#     NIST 800-53 r5: ["AC-6"]
#     SOC 2: ["CC6.3"]
#     PCI DSS 4.0.1: ["7.2.2"]
#     HIPAA: ["164.308(a)(4)(ii)(C)"]
#   twins: [CKV_GCP_41]
package dharma.security.gcp_iam_impersonation

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Project-wide role lets its holder act as any service account", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["google_project_iam_member", "google_project_iam_binding"]
	rc.change.after.role in ["roles/iam.serviceAccountUser", "roles/iam.serviceAccountTokenCreator"]
]
