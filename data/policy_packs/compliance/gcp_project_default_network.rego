# METADATA
# title: Project is created with the default network
# description: >-
#   The default network opens SSH, RDP and ICMP to the world and has a subnet in every region.
# related_resources:
#   - ref: https://cloud.google.com/vpc/docs/vpc#default-network
# custom:
#   id: DH_GCP_COMPUTE_018
#   severity: medium
#   group: compliance
#   provider: gcp
#   service: compute
#   resource_types: [google_project]
#   attributes: [auto_create_network]
#   defaults:
#     auto_create_network: true
#   remediation: >-
#     Set auto_create_network to false and make the networks that are needed.
#   frameworks:
#     CIS GCP 3.0: ["3.1"]
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_GCP_27, AVD-GCP-0010]
#   fix:
#     set: {auto_create_network: false}
package dharma.compliance.gcp_project_default_network

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Project is created with the default network", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_project"
	not rc.change.after.auto_create_network == false
]
