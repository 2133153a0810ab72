# METADATA
# title: DMS endpoint talks without TLS
# description: >-
#   Passwords and whole tables cross the network readable.
# related_resources:
#   - ref: https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Security.SSL.html
# custom:
#   id: DH_AWS_DMS_003
#   severity: high
#   group: compliance
#   provider: aws
#   service: dms
#   resource_types: [aws_dms_endpoint]
#   attributes: [ssl_mode]
#   defaults:
#     ssl_mode: none
#   remediation: >-
#     Set ssl_mode to verify-full with the certificate of the database (require where that
#     cannot be).
#   frameworks:
#     NIST 800-53 r5: ["SC-8"]
#     SOC 2: ["CC6.7"]
#     PCI DSS 4.0.1: ["4.2.1"]
#     HIPAA: ["164.312(e)(1)", "164.312(e)(2)(ii)"]
#   twins: [CKV2_AWS_49]
package dharma.compliance.aws_dms_tls

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: DMS endpoint talks without TLS", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_dms_endpoint"
	not secured(rc)
	not rc.change.after.engine_name in without(rc.change.after.endpoint_type)
]

secured(rc) if {
	is_string(rc.change.after.ssl_mode)
	not rc.change.after.ssl_mode in ["", "none"]
}

# Services that are reached over HTTPS, or that have no such setting.
without(type) := ["s3", "azuredb"] if type == "source"

without(type) := [
	"dynamodb", "kinesis", "neptune", "redshift", "s3", "elasticsearch", "opensearch", "kafka",
] if {
	type == "target"
}
