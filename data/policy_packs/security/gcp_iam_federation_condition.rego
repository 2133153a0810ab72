# METADATA
# title: Workload identity provider trusts every token of its issuer
# description: >-
#   Of a public issuer such as GitHub, any repository of anybody may then ask for the pool's
#   identity.
# related_resources:
#   - ref: https://cloud.google.com/iam/docs/best-practices-for-using-workload-identity-federation
# custom:
#   id: DH_GCP_IAM_008
#   severity: high
#   group: security
#   provider: gcp
#   service: iam
#   resource_types: [google_iam_workload_identity_pool_provider]
#   remediation: >-
#     Set attribute_condition to the repositories, projects or accounts that may come in.
#   frameworks:
#     NIST 800-53 r5: ["AC-6"]
#     SOC 2: ["CC6.3"]
#     PCI DSS 4.0.1: ["7.2.2"]
#     HIPAA: ["164.308(a)(4)(ii)(C)"]
#   twins: [CKV_GCP_118]
package dharma.security.gcp_iam_federation_condition

import data.dharma.lib.given
import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Workload identity provider trusts every token of its issuer", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_iam_workload_identity_pool_provider"
	not given.given(rc, "attribute_condition")
]
