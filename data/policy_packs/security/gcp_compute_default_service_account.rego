# METADATA
# title: Compute instance runs as the default service account
# description: >-
#   The default account is shared by every machine of the project and is often an editor: whoever
#   breaks into one machine acts for all.
# related_resources:
#   - ref: https://cloud.google.com/compute/docs/access/service-accounts
# custom:
#   id: DH_GCP_COMPUTE_007
#   severity: medium
#   group: security
#   provider: gcp
#   service: compute
#   resource_types:
#     - google_compute_instance
#     - google_compute_instance_template
#     - google_compute_instance_from_template
#   attributes: ["service_account[].email"]
#   settled_by_reference: {"service_account[].email": google_service_account}
#   looks_for: {"service_account[].email": ["*-compute@developer.gserviceaccount.com"]}
#   defaults:
#     "service_account[].email": "the default service account"
#   remediation: >-
#     Create a google_service_account for the machine with the roles it needs, and give its email.
#   frameworks:
#     CIS GCP 3.0: ["4.1"]
#     NIST 800-53 r5: ["AC-6"]
#     SOC 2: ["CC6.3"]
#     PCI DSS 4.0.1: ["7.2.2"]
#     HIPAA: ["164.308(a)(4)(ii)(C)"]
#   twins: [CKV_GCP_30, AVD-GCP-0044, google-compute-no-default-service-account]
package dharma.security.gcp_compute_default_service_account

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Compute instance runs as the default service account", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in [
		"google_compute_instance",
		"google_compute_instance_template",
		"google_compute_instance_from_template",
	]
	some account in rc.change.after.service_account
	shared(account)
	not node(rc)
]

shared(account) if not is_string(account.email)

shared(account) if {
	is_string(account.email)
	endswith(account.email, "-compute@developer.gserviceaccount.com")
}

# Nodes of a cluster are judged with their node pool.
node(rc) if {
	is_string(rc.change.after.name)
	startswith(rc.change.after.name, "gke-")
}
