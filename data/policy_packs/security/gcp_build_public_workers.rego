# METADATA
# title: Build workers have public IP addresses
# description: >-
#   Builds hold source code and credentials, and may send them anywhere.
# related_resources:
#   - ref: https://cloud.google.com/build/docs/private-pools/private-pools-overview
# custom:
#   id: DH_GCP_BUILD_001
#   severity: medium
#   group: security
#   provider: gcp
#   service: cloud_build
#   resource_types: [google_cloudbuild_worker_pool]
#   attributes: ["worker_config[].no_external_ip"]
#   defaults:
#     "worker_config[].no_external_ip": false
#   remediation: >-
#     Set worker_config.no_external_ip to true.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_GCP_86]
package dharma.security.gcp_build_public_workers

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Build workers have public IP addresses", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_cloudbuild_worker_pool"
	not inside(rc)
]

inside(rc) if {
	some worker in rc.change.after.worker_config
	worker.no_external_ip == true
}
