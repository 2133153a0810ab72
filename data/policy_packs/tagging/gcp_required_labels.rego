# METADATA
# title: Required labels are missing
# description: >-
#   Nobody can say whose the resource is, what it is for, or who pays for it. The labels asked for
#   are environment, owner and cost-center; set data.dharma.parameters.required_labels to ask for
#   others.
# related_resources:
#   - ref: https://cloud.google.com/resource-manager/docs/creating-managing-labels
# custom:
#   id: DH_GCP_LABELS_001
#   severity: medium
#   group: tagging
#   provider: gcp
#   service: labels
#   resource_types:
#     - google_compute_instance
#     - google_compute_instance_template
#     - google_compute_disk
#     - google_compute_address
#     - google_storage_bucket
#     - google_bigquery_dataset
#     - google_bigquery_table
#     - google_pubsub_topic
#     - google_pubsub_subscription
#     - google_kms_crypto_key
#     - google_redis_instance
#     - google_artifact_registry_repository
#     - google_cloud_run_v2_service
#     - google_cloudfunctions2_function
#     - google_cloudfunctions_function
#     - google_dns_managed_zone
#     - google_secret_manager_secret
#     - google_filestore_instance
#     - google_dataproc_cluster
#     - google_spanner_instance
#     - google_project
#     - google_container_cluster
#     - google_sql_database_instance
#   attributes: [labels, resource_labels, "settings[].user_labels"]
#   remediation: >-
#     Add the labels to the resource, or to default_labels of the provider (tags of a blueprint).
#   frameworks:
#     NIST 800-53 r5: ["CM-8"]
package dharma.tagging.gcp_required_labels

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Required labels are missing", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in [
		"google_compute_instance",
		"google_compute_instance_template",
		"google_compute_disk",
		"google_compute_address",
		"google_storage_bucket",
		"google_bigquery_dataset",
		"google_bigquery_table",
		"google_pubsub_topic",
		"google_pubsub_subscription",
		"google_kms_crypto_key",
		"google_redis_instance",
		"google_artifact_registry_repository",
		"google_cloud_run_v2_service",
		"google_cloudfunctions2_function",
		"google_cloudfunctions_function",
		"google_dns_managed_zone",
		"google_secret_manager_secret",
		"google_filestore_instance",
		"google_dataproc_cluster",
		"google_spanner_instance",
		"google_project",
		"google_container_cluster",
		"google_sql_database_instance",
	]
	missing(rc)
]

default required := ["environment", "owner", "cost-center"]

required := data.dharma.parameters.required_labels

missing(rc) if {
	some label in required
	not labelled(rc, label)
}

# A label may be spelt with hyphens or with underscores.
labelled(rc, label) if {
	some name in [label, replace(label, "-", "_")]
	named(rc, name)
}

named(rc, name) if rc.change.after.labels[name] != ""

named(rc, name) if rc.change.after.effective_labels[name] != ""

named(rc, name) if rc.change.after.resource_labels[name] != ""

named(rc, name) if {
	some settings in rc.change.after.settings
	settings.user_labels[name] != ""
}

# Set, to a value that is known after apply.
named(rc, name) if rc.change.after_unknown.labels[name] == true

named(rc, name) if rc.change.after_unknown.resource_labels[name] == true

# All of them are: that is for Dharma to say.
labelled(rc, _) if rc.change.after_unknown.labels == true

labelled(rc, _) if rc.change.after_unknown.resource_labels == true
