# METADATA
# title: Firestore database cannot be restored to a point in time
# description: >-
#   Data spoilt by a faulty release cannot be read as it was before.
# related_resources:
#   - ref: https://cloud.google.com/firestore/docs/pitr
# custom:
#   id: DH_GCP_FIRESTORE_001
#   severity: medium
#   group: reliability
#   provider: gcp
#   service: firestore
#   resource_types: [google_firestore_database]
#   attributes: [point_in_time_recovery_enablement]
#   defaults:
#     point_in_time_recovery_enablement: POINT_IN_TIME_RECOVERY_DISABLED
#   remediation: >-
#     Set point_in_time_recovery_enablement to POINT_IN_TIME_RECOVERY_ENABLED.
#   frameworks:
#     NIST 800-53 r5: ["CP-9"]
#     SOC 2: ["A1.2"]
#     HIPAA: ["164.308(a)(7)(ii)(A)"]
#   fix:
#     set: {point_in_time_recovery_enablement: POINT_IN_TIME_RECOVERY_ENABLED}
package dharma.reliability.gcp_firestore_recovery

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Firestore database cannot be restored to a point in time", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_firestore_database"
	not rc.change.after.point_in_time_recovery_enablement == "POINT_IN_TIME_RECOVERY_ENABLED"
]
