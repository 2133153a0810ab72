# METADATA
# title: Compute instance can be reached on its serial port
# description: >-
#   The interactive serial console takes no notice of firewall rules: whoever knows the address and
#   a key may try from anywhere.
# related_resources:
#   - ref: https://cloud.google.com/compute/docs/troubleshooting/troubleshooting-using-serial-console
# custom:
#   id: DH_GCP_COMPUTE_004
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
#     Remove serial-port-enable from the instance's metadata, or set it to FALSE.
#   frameworks:
#     CIS GCP 3.0: ["4.5"]
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_GCP_35, AVD-GCP-0032, google-compute-no-serial-port]
#   fix:
#     remove: [metadata.serial-port-enable]
package dharma.security.gcp_compute_serial_port

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Compute instance can be reached on its serial port", [address])
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

said(rc) if rc.change.after.metadata["serial-port-enable"] == true

said(rc) if rc.change.after.metadata["serial-port-enable"] in ["true", "TRUE", "True", "1"]
