# METADATA
# title: Artifact repository is open to everybody
# description: >-
#   Images and packages carry code, and often secrets, that everybody may then pull.
# related_resources:
#   - ref: https://cloud.google.com/artifact-registry/docs/access-control
# custom:
#   id: DH_GCP_ARTIFACT_001
#   severity: high
#   group: security
#   provider: gcp
#   service: artifact_registry
#   resource_types:
#     - google_artifact_registry_repository_iam_member
#     - google_artifact_registry_repository_iam_binding
#   attributes: [member, members]
#   settled_by_reference: [member, "members[]"]
#   looks_for:
#     member: [allUsers, allAuthenticatedUsers]
#     members[]: [allUsers, allAuthenticatedUsers]
#   remediation: >-
#     Grant the roles to the service accounts that pull and push.
#   frameworks:
#     NIST 800-53 r5: ["AC-3"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["7.2.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_GCP_101]
package dharma.security.gcp_artifact_public

import data.dharma.lib.google_iam
import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Artifact repository is open to everybody", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in [
		"google_artifact_registry_repository_iam_member",
		"google_artifact_registry_repository_iam_binding",
	]
	google_iam.public(rc)
]
