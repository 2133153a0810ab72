# METADATA
# title: AppSync cache stores answers unencrypted
# description: >-
#   The cache holds copies of what users were shown.
# related_resources:
#   - ref: https://docs.aws.amazon.com/appsync/latest/devguide/enabling-caching.html
# custom:
#   id: DH_AWS_APPSYNC_003
#   severity: medium
#   group: security
#   provider: aws
#   service: appsync
#   resource_types: [aws_appsync_api_cache]
#   attributes: [at_rest_encryption_enabled]
#   remediation: >-
#     Set at_rest_encryption_enabled to true.
#   frameworks:
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AWS_214]
#   fix:
#     set: {at_rest_encryption_enabled: true}
package dharma.security.aws_appsync_cache_at_rest

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: AppSync cache stores answers unencrypted", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_appsync_api_cache"
	not rc.change.after.at_rest_encryption_enabled == true
]
