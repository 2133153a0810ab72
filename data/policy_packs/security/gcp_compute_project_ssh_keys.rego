# METADATA
# title: Compute instance accepts the SSH keys of the whole project
# description: >-
#   One stolen key of the project opens every machine that does not block project-wide keys.
# related_resources:
#   - ref: https://cloud.google.com/compute/docs/connect/restrict-ssh-keys
# custom:
#   id: DH_GCP_COMPUTE_005
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
#     Set metadata "block-project-ssh-keys" to "true" on the instance.
#   frameworks:
#     CIS GCP 3.0: ["4.3"]
#     NIST 800-53 r5: ["IA-2"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["8.2.1"]
#     HIPAA: ["164.312(d)"]
#   twins: [CKV_GCP_32, AVD-GCP-0030, google-compute-no-project-wide-ssh-keys]
#   fix:
#     set: {metadata.block-project-ssh-keys: "true"}
package dharma.security.gcp_compute_project_ssh_keys

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Compute instance accepts the SSH keys of the whole project", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in [
		"google_compute_instance",
		"google_compute_instance_template",
		"google_compute_instance_from_template",
	]
	not blocked(rc)
]

blocked(rc) if rc.change.after.metadata["block-project-ssh-keys"] == true

blocked(rc) if rc.change.after.metadata["block-project-ssh-keys"] in ["TRUE", "true", "True", "1"]
