# METADATA
# title: Dataflow workers have public IP addresses
# description: >-
#   Each worker can be reached from the internet, and sends data out past the network's rules.
# related_resources:
#   - ref: https://cloud.google.com/dataflow/docs/guides/routes-firewall
# custom:
#   id: DH_GCP_DATAFLOW_002
#   severity: medium
#   group: security
#   provider: gcp
#   service: dataflow
#   resource_types: [google_dataflow_job]
#   attributes: [ip_configuration]
#   remediation: >-
#     Set ip_configuration to WORKER_IP_PRIVATE and switch on Private Google Access for the subnet.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_GCP_94]
package dharma.security.gcp_dataflow_public

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Dataflow workers have public IP addresses", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_dataflow_job"
	not rc.change.after.ip_configuration == "WORKER_IP_PRIVATE"
]
