# METADATA
# title: Compute instance gives the default service account every API
# description: >-
#   The scope cloud-platform lets the shared default account use whatever its roles allow, usually
#   the whole project.
# related_resources:
#   - ref: https://cloud.google.com/compute/docs/access/service-accounts#accesscopesiam
# custom:
#   id: DH_GCP_COMPUTE_008
#   severity: high
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
#     Give the machine a service account of its own, or name only the scopes it needs.
#   frameworks:
#     CIS GCP 3.0: ["4.2"]
#     NIST 800-53 r5: ["AC-6"]
#     SOC 2: ["CC6.3"]
#     PCI DSS 4.0.1: ["7.2.2"]
#     HIPAA: ["164.308(a)(4)(ii)(C)"]
#   twins: [CKV_GCP_31]
package dharma.security.gcp_compute_default_account_full_scope

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Compute instance gives the default service account every API", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in [
		"google_compute_instance",
		"google_compute_instance_template",
		"google_compute_instance_from_template",
	]
	some account in rc.change.after.service_account
	some scope in account.scopes
	scope in ["cloud-platform", "https://www.googleapis.com/auth/cloud-platform"]
	shared(account)
	not node(rc)
]

# An account named by reference is one of its own; a left out one is also judged by
# DH_GCP_COMPUTE_007.
shared(account) if not account.email

shared(account) if account.email == null

shared(account) if {
	is_string(account.email)
	endswith(account.email, "-compute@developer.gserviceaccount.com")
}

node(rc) if {
	is_string(rc.change.after.name)
	startswith(rc.change.after.name, "gke-")
}
