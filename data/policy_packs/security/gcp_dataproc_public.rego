# METADATA
# title: Dataproc cluster is open to everybody
# description: >-
#   Strangers may use or change the cluster and the data it reaches.
# related_resources:
#   - ref: https://cloud.google.com/dataproc/docs/concepts/iam/iam
# custom:
#   id: DH_GCP_DATAPROC_001
#   severity: critical
#   group: security
#   provider: gcp
#   service: dataproc
#   resource_types: [google_dataproc_cluster_iam_member, google_dataproc_cluster_iam_binding]
#   attributes: [member, members]
#   settled_by_reference: [member, "members[]"]
#   looks_for:
#     member: [allUsers, allAuthenticatedUsers]
#     members[]: [allUsers, allAuthenticatedUsers]
#   remediation: >-
#     Grant the role to groups of people and to service accounts.
#   frameworks:
#     NIST 800-53 r5: ["AC-3"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["7.2.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_GCP_98]
package dharma.security.gcp_dataproc_public

import data.dharma.lib.google_iam
import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Dataproc cluster is open to everybody", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["google_dataproc_cluster_iam_member", "google_dataproc_cluster_iam_binding"]
	google_iam.public(rc)
]
