# METADATA
# title: Audit log leaves out some people
# description: >-
#   What the exempted members read or change is written nowhere.
# related_resources:
#   - ref: https://cloud.google.com/logging/docs/audit/configure-data-access
# custom:
#   id: DH_GCP_IAM_007
#   severity: medium
#   group: compliance
#   provider: gcp
#   service: iam
#   resource_types:
#     - google_project_iam_audit_config
#     - google_folder_iam_audit_config
#     - google_organization_iam_audit_config
#   attributes: ["audit_log_config[].exempted_members"]
#   remediation: >-
#     Remove exempted_members.
#   frameworks:
#     CIS GCP 3.0: ["2.1"]
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#     HIPAA: ["164.312(b)"]
#   fix:
#     remove: ["audit_log_config[].exempted_members"]
package dharma.compliance.gcp_iam_audit_exemptions

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Audit log leaves out some people", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in [
		"google_project_iam_audit_config",
		"google_folder_iam_audit_config",
		"google_organization_iam_audit_config",
	]
	some log in rc.change.after.audit_log_config
	some member in log.exempted_members
	member != ""
]
