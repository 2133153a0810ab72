# METADATA
# title: Notebook instance has a public IP address
# description: >-
#   A notebook runs whatever its owner types, with access to the data: it should not face the
#   internet.
# related_resources:
#   - ref: https://cloud.google.com/vertex-ai/docs/workbench/introduction
# custom:
#   id: DH_GCP_VERTEX_001
#   severity: medium
#   group: security
#   provider: gcp
#   service: vertex_ai
#   resource_types: [google_notebooks_instance]
#   attributes: [no_public_ip]
#   remediation: >-
#     Set no_public_ip to true and reach the notebook through Google's proxy.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_GCP_89]
package dharma.security.gcp_vertex_notebook_public

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Notebook instance has a public IP address", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_notebooks_instance"
	not rc.change.after.no_public_ip == true
]
