# METADATA
# title: ElastiCache group talks without encryption
# description: >-
#   Sessions and tokens cross the network readable.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/in-transit-encryption.html
# custom:
#   id: DH_AWS_ELASTICACHE_002
#   severity: high
#   group: compliance
#   provider: aws
#   service: elasticache
#   resource_types: [aws_elasticache_replication_group]
#   attributes: [transit_encryption_enabled]
#   defaults:
#     transit_encryption_enabled: false
#   remediation: >-
#     Set transit_encryption_enabled to true and let clients use TLS.
#   frameworks:
#     NIST 800-53 r5: ["SC-8"]
#     SOC 2: ["CC6.7"]
#     PCI DSS 4.0.1: ["4.2.1"]
#     HIPAA: ["164.312(e)(1)", "164.312(e)(2)(ii)"]
#   twins: [CKV_AWS_30, AVD-AWS-0051, aws-elasticache-enable-in-transit-encryption]
package dharma.compliance.aws_elasticache_in_transit

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: ElastiCache group talks without encryption", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_elasticache_replication_group"
	not rc.change.after.transit_encryption_enabled in [true, "true"]
]
