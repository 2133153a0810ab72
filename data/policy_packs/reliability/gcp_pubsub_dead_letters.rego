# METADATA
# title: Pub/Sub subscription has no place for messages that fail
# description: >-
#   A message that cannot be handled is delivered again and again, or lost when it expires.
# related_resources:
#   - ref: https://cloud.google.com/pubsub/docs/handling-failures
# custom:
#   id: DH_GCP_PUBSUB_003
#   severity: low
#   group: reliability
#   provider: gcp
#   service: pubsub
#   resource_types: [google_pubsub_subscription]
#   attributes: [dead_letter_policy]
#   remediation: >-
#     Add dead_letter_policy with a topic for what fails.
#   frameworks:
#     NIST 800-53 r5: ["CP-10"]
#     SOC 2: ["A1.2"]
package dharma.reliability.gcp_pubsub_dead_letters

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Pub/Sub subscription has no place for messages that fail", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_pubsub_subscription"
	not kept(rc)
]

kept(rc) if {
	some policy in rc.change.after.dead_letter_policy
	is_object(policy)
}
