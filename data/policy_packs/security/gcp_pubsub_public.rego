# METADATA
# title: Pub/Sub topic is open to everybody
# description: >-
#   Strangers may publish into the system, or read what it says.
# related_resources:
#   - ref: https://cloud.google.com/pubsub/docs/access-control
# custom:
#   id: DH_GCP_PUBSUB_001
#   severity: high
#   group: security
#   provider: gcp
#   service: pubsub
#   resource_types: [google_pubsub_topic_iam_member, google_pubsub_topic_iam_binding]
#   attributes: [member, members]
#   settled_by_reference: [member, "members[]"]
#   looks_for:
#     member: [allUsers, allAuthenticatedUsers]
#     members[]: [allUsers, allAuthenticatedUsers]
#   remediation: >-
#     Grant the role to the service accounts that publish and subscribe.
#   frameworks:
#     NIST 800-53 r5: ["AC-3"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["7.2.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_GCP_99]
package dharma.security.gcp_pubsub_public

import data.dharma.lib.google_iam
import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Pub/Sub topic is open to everybody", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["google_pubsub_topic_iam_member", "google_pubsub_topic_iam_binding"]
	google_iam.public(rc)
]
