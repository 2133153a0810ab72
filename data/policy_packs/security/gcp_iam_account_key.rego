# METADATA
# title: Service account has a key that people must keep
# description: >-
#   A key never expires by itself, lies in the state file, and works for whoever copies it.
# related_resources:
#   - ref: https://cloud.google.com/iam/docs/best-practices-for-managing-service-account-keys
# custom:
#   id: DH_GCP_IAM_006
#   severity: medium
#   group: security
#   provider: gcp
#   service: iam
#   resource_types: [google_service_account_key, google_service_account]
#   remediation: >-
#     Remove the key; attach the account to the workload, or use Workload Identity Federation.
#   frameworks:
#     CIS GCP 3.0: ["1.4"]
#     NIST 800-53 r5: ["IA-2"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["8.2.1"]
#     HIPAA: ["164.312(d)"]
package dharma.security.gcp_iam_account_key

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Service account has a key that people must keep", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["google_service_account_key", "google_service_account"]
	rc.type == "google_service_account_key"
]
