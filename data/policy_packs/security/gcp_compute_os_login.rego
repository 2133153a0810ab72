# METADATA
# title: Compute instance switches off OS Login
# description: >-
#   OS Login ties SSH access to IAM identities; an instance that overrides it goes back to keys in
#   metadata that nobody revokes.
# related_resources:
#   - ref: https://cloud.google.com/compute/docs/oslogin
# custom:
#   id: DH_GCP_COMPUTE_002
#   severity: medium
#   group: security
#   provider: gcp
#   service: compute
#   resource_types:
#     - google_compute_instance
#     - google_compute_instance_template
#     - google_compute_instance_from_template
#   attributes: [metadata]
#   remediation: >-
#     Remove enable-oslogin from the instance's metadata, and set it to TRUE for the project.
#   frameworks:
#     CIS GCP 3.0: ["4.4"]
#     NIST 800-53 r5: ["IA-2"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["8.2.1"]
#     HIPAA: ["164.312(d)"]
#   twins: [CKV_GCP_34, AVD-GCP-0036, google-compute-no-oslogin-override]
#   fix:
#     remove: [metadata.enable-oslogin]
package dharma.security.gcp_compute_os_login

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Compute instance switches off OS Login", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in [
		"google_compute_instance",
		"google_compute_instance_template",
		"google_compute_instance_from_template",
	]
	said(rc)
]

said(rc) if rc.change.after.metadata["enable-oslogin"] == false

said(rc) if rc.change.after.metadata["enable-oslogin"] in ["false", "FALSE", "False", "0"]
