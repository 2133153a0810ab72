# METADATA
# title: Cloud Function can be called by everybody
# description: >-
#   Anybody may call the function without saying who they are; only its own code stands between.
# related_resources:
#   - ref: https://cloud.google.com/functions/docs/securing/authenticating
# custom:
#   id: DH_GCP_FUNCTIONS_001
#   severity: medium
#   group: security
#   provider: gcp
#   service: functions
#   resource_types:
#     - google_cloudfunctions_function_iam_member
#     - google_cloudfunctions_function_iam_binding
#     - google_cloudfunctions2_function_iam_member
#     - google_cloudfunctions2_function_iam_binding
#   attributes: [member, members]
#   settled_by_reference: [member, "members[]"]
#   looks_for:
#     member: [allUsers, allAuthenticatedUsers]
#     members[]: [allUsers, allAuthenticatedUsers]
#   remediation: >-
#     Grant the invoker role to the callers, or put an API gateway before the function.
#   frameworks:
#     NIST 800-53 r5: ["AC-3"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["7.2.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_GCP_107]
package dharma.security.gcp_functions_public

import data.dharma.lib.google_iam
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Cloud Function can be called by everybody", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in [
		"google_cloudfunctions_function_iam_member",
		"google_cloudfunctions_function_iam_binding",
		"google_cloudfunctions2_function_iam_member",
		"google_cloudfunctions2_function_iam_binding",
	]
	google_iam.public(rc)
]
