# METADATA
# title: Project does not ask for OS Login
# description: >-
#   Without OS Login for the project, SSH keys lie in metadata, outlive the people they belong to
#   and are bound to no identity.
# related_resources:
#   - ref: https://cloud.google.com/compute/docs/oslogin/set-up-oslogin
# custom:
#   id: DH_GCP_COMPUTE_003
#   severity: medium
#   group: compliance
#   provider: gcp
#   service: compute
#   resource_types: [google_compute_project_metadata]
#   attributes: [metadata]
#   remediation: >-
#     Set metadata "enable-oslogin" to "TRUE" for the project.
#   frameworks:
#     CIS GCP 3.0: ["4.4"]
#     NIST 800-53 r5: ["IA-2"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["8.2.1"]
#     HIPAA: ["164.312(d)"]
#   twins: [CKV_GCP_33, AVD-GCP-0042, google-compute-project-level-oslogin]
#   fix:
#     set: {metadata.enable-oslogin: "TRUE"}
package dharma.compliance.gcp_compute_project_os_login

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Project does not ask for OS Login", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_compute_project_metadata"
	not asked(rc)
]

asked(rc) if rc.change.after.metadata["enable-oslogin"] == true

asked(rc) if rc.change.after.metadata["enable-oslogin"] in ["TRUE", "true", "True", "1"]
