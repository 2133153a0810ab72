# METADATA
# title: Compute instance is not a Shielded VM
# description: >-
#   Without virtual TPM and integrity monitoring a changed boot loader or kernel goes unnoticed.
# related_resources:
#   - ref: https://cloud.google.com/compute/shielded-vm/docs/shielded-vm
# custom:
#   id: DH_GCP_COMPUTE_009
#   severity: medium
#   group: security
#   provider: gcp
#   service: compute
#   resource_types:
#     - google_compute_instance
#     - google_compute_instance_template
#     - google_compute_instance_from_template
#   attributes:
#     - "shielded_instance_config[].enable_vtpm"
#     - "shielded_instance_config[].enable_integrity_monitoring"
#   defaults:
#     "shielded_instance_config[].enable_vtpm": true
#     "shielded_instance_config[].enable_integrity_monitoring": true
#   remediation: >-
#     Add shielded_instance_config with enable_vtpm and enable_integrity_monitoring, and boot from
#     an image that supports it.
#   frameworks:
#     CIS GCP 3.0: ["4.8"]
#     NIST 800-53 r5: ["CM-6"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["2.2.1"]
#   twins: [CKV_GCP_39, AVD-GCP-0041, AVD-GCP-0045]
#   fix:
#     set:
#       "shielded_instance_config[].enable_vtpm": true
#       "shielded_instance_config[].enable_integrity_monitoring": true
package dharma.security.gcp_compute_shielded_vm

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Compute instance is not a Shielded VM", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in [
		"google_compute_instance",
		"google_compute_instance_template",
		"google_compute_instance_from_template",
	]
	not shielded(rc)
]

# In the block both are on unless they are switched off.
shielded(rc) if {
	some options in rc.change.after.shielded_instance_config
	not options.enable_vtpm == false
	not options.enable_integrity_monitoring == false
}
