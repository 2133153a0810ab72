# METADATA
# title: Public DNS zone keeps no query log
# description: >-
#   Nobody sees who looks for which names, or that a domain is being explored.
# related_resources:
#   - ref: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/query-logs.html
# custom:
#   id: DH_AWS_ROUTE53_001
#   severity: low
#   group: security
#   provider: aws
#   service: route53
#   resource_types: [aws_route53_zone]
#   related: {aws_route53_query_log: zone_id}
#   remediation: >-
#     Add an aws_route53_query_log with zone_id set to this zone.
#   frameworks:
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#   twins: [CKV2_AWS_39]
package dharma.security.aws_route53_query_logs

import data.dharma.lib.related
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Public DNS zone keeps no query log", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_route53_zone"
	not private(rc)
	count(related.of(rc, "aws_route53_query_log")) == 0
]

private(rc) if some _ in rc.change.after.vpc
