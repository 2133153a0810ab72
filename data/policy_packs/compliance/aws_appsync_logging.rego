# METADATA
# title: AppSync API writes no logs
# description: >-
#   Failed and refused requests leave no trace, and neither does who asked for what.
# related_resources:
#   - ref: https://docs.aws.amazon.com/appsync/latest/devguide/monitoring.html
# custom:
#   id: DH_AWS_APPSYNC_001
#   severity: medium
#   group: compliance
#   provider: aws
#   service: appsync
#   resource_types: [aws_appsync_graphql_api]
#   remediation: >-
#     Add log_config with a role that may write logs and field_log_level ERROR.
#   frameworks:
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#     HIPAA: ["164.312(b)"]
#   twins: [CKV_AWS_193]
package dharma.compliance.aws_appsync_logging

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: AppSync API writes no logs", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_appsync_graphql_api"
	not logged(rc)
]

logged(rc) if {
	some config in rc.change.after.log_config
	is_object(config)
}
