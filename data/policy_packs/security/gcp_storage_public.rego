# METADATA
# title: Bucket is open to everybody
# description: >-
#   allUsers is the whole internet, and allAuthenticatedUsers is everybody with any Google account.
# related_resources:
#   - ref: https://cloud.google.com/storage/docs/access-control/making-data-public
# custom:
#   id: DH_GCP_STORAGE_002
#   severity: critical
#   group: security
#   provider: gcp
#   service: storage
#   resource_types: [google_storage_bucket_iam_member, google_storage_bucket_iam_binding]
#   attributes: [member, members]
#   settled_by_reference: [member, "members[]"]
#   looks_for:
#     member: [allUsers, allAuthenticatedUsers]
#     members[]: [allUsers, allAuthenticatedUsers]
#   remediation: >-
#     Name the accounts or groups that need the objects; serve a public site through a load
#     balancer with a backend bucket or signed links.
#   frameworks:
#     CIS GCP 3.0: ["5.1"]
#     NIST 800-53 r5: ["AC-3"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["7.2.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_GCP_28, AVD-GCP-0001, google-storage-no-public-access]
package dharma.security.gcp_storage_public

import data.dharma.lib.google_iam
import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Bucket is open to everybody", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["google_storage_bucket_iam_member", "google_storage_bucket_iam_binding"]
	google_iam.public(rc)
]
