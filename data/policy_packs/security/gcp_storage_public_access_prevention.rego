# METADATA
# title: Bucket may be made public
# description: >-
#   With public access prevention no later grant, by anybody, opens the bucket to the internet.
# related_resources:
#   - ref: https://cloud.google.com/storage/docs/public-access-prevention
# custom:
#   id: DH_GCP_STORAGE_005
#   severity: medium
#   group: security
#   provider: gcp
#   service: storage
#   resource_types: [google_storage_bucket]
#   attributes: [public_access_prevention]
#   defaults:
#     public_access_prevention: inherited
#   remediation: >-
#     Set public_access_prevention to enforced.
#   frameworks:
#     CIS GCP 3.0: ["5.1"]
#     NIST 800-53 r5: ["AC-3"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["7.2.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_GCP_114]
#   fix:
#     set: {public_access_prevention: enforced}
package dharma.security.gcp_storage_public_access_prevention

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Bucket may be made public", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_storage_bucket"
	not rc.change.after.public_access_prevention == "enforced"
]
