# METADATA
# title: Cloud Run service can be called by everybody
# description: >-
#   Anybody may call the service without saying who they are; only its own code stands between.
# related_resources:
#   - ref: https://cloud.google.com/run/docs/authenticating/overview
# custom:
#   id: DH_GCP_RUN_001
#   severity: medium
#   group: security
#   provider: gcp
#   service: run
#   resource_types:
#     - google_cloud_run_service_iam_member
#     - google_cloud_run_service_iam_binding
#     - google_cloud_run_v2_service_iam_member
#     - google_cloud_run_v2_service_iam_binding
#   attributes: [member, members]
#   settled_by_reference: [member, "members[]"]
#   looks_for:
#     member: [allUsers, allAuthenticatedUsers]
#     members[]: [allUsers, allAuthenticatedUsers]
#   remediation: >-
#     Grant roles/run.invoker to the callers; put a public service behind a load balancer with
#     Cloud Armor or Identity-Aware Proxy.
#   frameworks:
#     NIST 800-53 r5: ["AC-3"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["7.2.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_GCP_102]
package dharma.security.gcp_run_public

import data.dharma.lib.google_iam
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Cloud Run service can be called by everybody", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in [
		"google_cloud_run_service_iam_member",
		"google_cloud_run_service_iam_binding",
		"google_cloud_run_v2_service_iam_member",
		"google_cloud_run_v2_service_iam_binding",
	]
	google_iam.public(rc)
]
