# METADATA
# title: ElastiCache group stores its data unencrypted
# description: >-
#   Disks, backups and swap hold the cached data readable.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/at-rest-encryption.html
# custom:
#   id: DH_AWS_ELASTICACHE_001
#   severity: high
#   group: security
#   provider: aws
#   service: elasticache
#   resource_types: [aws_elasticache_replication_group]
#   attributes: [at_rest_encryption_enabled]
#   defaults:
#     at_rest_encryption_enabled: false
#   remediation: >-
#     Set at_rest_encryption_enabled to true (the group is made again).
#   frameworks:
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AWS_29, AVD-AWS-0045, aws-elasticache-enable-at-rest-encryption]
package dharma.security.aws_elasticache_at_rest

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: ElastiCache group stores its data unencrypted", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_elasticache_replication_group"
	not rc.change.after.at_rest_encryption_enabled in [true, "true"]
]
