# METADATA
# title: Dataproc cluster is encrypted with a key of Google's
# description: >-
#   Google encrypts the data, but only a key of your own can be rotated, watched and withdrawn by
#   you.
# related_resources:
#   - ref: https://cloud.google.com/dataproc/docs/concepts/configuring-clusters/customer-managed-encryption
# custom:
#   id: DH_GCP_DATAPROC_002
#   severity: low
#   group: compliance
#   provider: gcp
#   service: dataproc
#   resource_types: [google_dataproc_cluster]
#   attributes: ["cluster_config[].encryption_config"]
#   remediation: >-
#     Set cluster_config.encryption_config.kms_key_name to a key of your own.
#   frameworks:
#     CIS GCP 3.0: ["8.1"]
#     NIST 800-53 r5: ["SC-12", "SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.6.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_GCP_91]
package dharma.compliance.gcp_dataproc_key

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Dataproc cluster is encrypted with a key of Google's", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_dataproc_cluster"
	not keyed(rc)
]

keyed(rc) if {
	some cluster in rc.change.after.cluster_config
	some options in cluster.encryption_config
	is_object(options)
}
