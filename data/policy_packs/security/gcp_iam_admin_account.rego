# METADATA
# title: Service account administers the project
# description: >-
#   A leaked key, or a program that is broken into, rules over a service or the whole project.
# related_resources:
#   - ref: https://cloud.google.com/iam/docs/best-practices-service-accounts
# custom:
#   id: DH_GCP_IAM_004
#   severity: high
#   group: security
#   provider: gcp
#   service: iam
#   resource_types: [google_project_iam_member]
#   attributes: [role, member]
#   looks_for: {member: ["*.iam.gserviceaccount.com"]}
#   only_where: {role: ["*Admin*", "*admin*", "*editor*", "*owner*"]}
#   remediation: >-
#     Grant the roles that the program needs, on the resources it uses.
#   frameworks:
#     CIS GCP 3.0: ["1.5"]
#     NIST 800-53 r5: ["AC-6"]
#     SOC 2: ["CC6.3"]
#     PCI DSS 4.0.1: ["7.2.2"]
#     HIPAA: ["164.308(a)(4)(ii)(C)"]
#   twins: [CKV_GCP_42, google-iam-no-privileged-service-accounts]
package dharma.security.gcp_iam_admin_account

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Service account administers the project", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_project_iam_member"
	is_string(rc.change.after.member)
	endswith(rc.change.after.member, ".iam.gserviceaccount.com")
	administers(rc.change.after.role)
]

administers(role) if {
	is_string(role)
	regex.match(`(Admin|admin|editor|owner)`, role)
}
