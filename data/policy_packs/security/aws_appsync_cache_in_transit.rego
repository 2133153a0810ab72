# METADATA
# title: AppSync talks to its cache unencrypted
# description: >-
#   Answers travel readable between the API and its cache.
# related_resources:
#   - ref: https://docs.aws.amazon.com/appsync/latest/devguide/enabling-caching.html
# custom:
#   id: DH_AWS_APPSYNC_004
#   severity: medium
#   group: security
#   provider: aws
#   service: appsync
#   resource_types: [aws_appsync_api_cache]
#   attributes: [transit_encryption_enabled]
#   remediation: >-
#     Set transit_encryption_enabled to true.
#   frameworks:
#     NIST 800-53 r5: ["SC-8"]
#     SOC 2: ["CC6.7"]
#     PCI DSS 4.0.1: ["4.2.1"]
#     HIPAA: ["164.312(e)(1)", "164.312(e)(2)(ii)"]
#   twins: [CKV_AWS_215]
#   fix:
#     set: {transit_encryption_enabled: true}
package dharma.security.aws_appsync_cache_in_transit

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: AppSync talks to its cache unencrypted", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_appsync_api_cache"
	not rc.change.after.transit_encryption_enabled == true
]
