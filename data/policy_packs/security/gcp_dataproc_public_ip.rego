# METADATA
# title: Dataproc cluster's machines have public IP addresses
# description: >-
#   Each machine, and the consoles on it, can be reached from the internet.
# related_resources:
#   - ref: https://cloud.google.com/dataproc/docs/concepts/configuring-clusters/network
# custom:
#   id: DH_GCP_DATAPROC_003
#   severity: medium
#   group: security
#   provider: gcp
#   service: dataproc
#   resource_types: [google_dataproc_cluster]
#   attributes: ["cluster_config[].gce_cluster_config[].internal_ip_only"]
#   remediation: >-
#     Set cluster_config.gce_cluster_config.internal_ip_only to true and switch on Private Google
#     Access for the subnet.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_GCP_103]
package dharma.security.gcp_dataproc_public_ip

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Dataproc cluster's machines have public IP addresses", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_dataproc_cluster"
	not inside(rc)
]

inside(rc) if {
	some cluster in rc.change.after.cluster_config
	some machine in cluster.gce_cluster_config
	machine.internal_ip_only == true
}
