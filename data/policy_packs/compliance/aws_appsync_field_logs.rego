# METADATA
# title: AppSync API does not log errors of its fields
# description: >-
#   An answer of GraphQL is made of many fields; without their logs nobody sees which one
#   failed.
# related_resources:
#   - ref: https://docs.aws.amazon.com/appsync/latest/devguide/monitoring.html
# custom:
#   id: DH_AWS_APPSYNC_002
#   severity: low
#   group: compliance
#   provider: aws
#   service: appsync
#   resource_types: [aws_appsync_graphql_api]
#   attributes: ["log_config[].field_log_level"]
#   remediation: >-
#     Set field_log_level in log_config to ERROR or ALL.
#   frameworks:
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#     HIPAA: ["164.312(b)"]
#   twins: [CKV_AWS_194]
package dharma.compliance.aws_appsync_field_logs

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: AppSync API does not log errors of its fields", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_appsync_graphql_api"
	not detailed(rc)
]

detailed(rc) if {
	some config in rc.change.after.log_config
	config.field_log_level in ["ALL", "ERROR", "INFO", "DEBUG"]
}
