# METADATA
# title: Data Fusion instance is reachable from the internet
# description: >-
#   Pipelines hold connections and passwords to many databases.
# related_resources:
#   - ref: https://cloud.google.com/data-fusion/docs/how-to/create-private-ip
# custom:
#   id: DH_GCP_DATAFUSION_001
#   severity: medium
#   group: security
#   provider: gcp
#   service: data_fusion
#   resource_types: [google_data_fusion_instance]
#   attributes: [private_instance]
#   remediation: >-
#     Set private_instance to true with a network_config.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_GCP_87]
package dharma.security.gcp_datafusion_public

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Data Fusion instance is reachable from the internet", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_data_fusion_instance"
	not rc.change.after.private_instance == true
]
