# METADATA
# title: Access list opens a bucket to everybody
# description: >-
#   An entry for allUsers or allAuthenticatedUsers in an access list bypasses what IAM says.
# related_resources:
#   - ref: https://cloud.google.com/storage/docs/access-control/lists
# custom:
#   id: DH_GCP_STORAGE_007
#   severity: critical
#   group: security
#   provider: gcp
#   service: storage
#   resource_types:
#     - google_storage_bucket_access_control
#     - google_storage_default_object_access_control
#     - google_storage_object_access_control
#   attributes: [entity]
#   remediation: >-
#     Remove the entry, and give the accounts that need it a role with IAM.
#   frameworks:
#     CIS GCP 3.0: ["5.1"]
#     NIST 800-53 r5: ["AC-3"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["7.2.1"]
#     HIPAA: ["164.312(a)(1)"]
package dharma.security.gcp_storage_public_acl

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Access list opens a bucket to everybody", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in [
		"google_storage_bucket_access_control",
		"google_storage_default_object_access_control",
		"google_storage_object_access_control",
	]
	rc.change.after.entity in ["allUsers", "allAuthenticatedUsers"]
]
