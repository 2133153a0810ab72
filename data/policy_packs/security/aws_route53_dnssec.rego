# METADATA
# title: Public DNS zone is not signed
# description: >-
#   Answers for its names can be forged on the way to the user.
# related_resources:
#   - ref: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-configuring-dnssec.html
# custom:
#   id: DH_AWS_ROUTE53_002
#   severity: low
#   group: security
#   provider: aws
#   service: route53
#   resource_types: [aws_route53_zone]
#   related:
#     aws_route53_hosted_zone_dnssec: hosted_zone_id
#     aws_route53_key_signing_key: hosted_zone_id
#     aws_route53_zone_association: zone_id
#   remediation: >-
#     Add an aws_route53_key_signing_key and an aws_route53_hosted_zone_dnssec for the zone,
#     then the DS record at the registrar.
#   frameworks:
#     NIST 800-53 r5: ["SC-20"]
#     SOC 2: ["CC6.7"]
#   twins: [CKV2_AWS_38]
package dharma.security.aws_route53_dnssec

import data.dharma.lib.related
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Public DNS zone is not signed", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_route53_zone"
	not private(rc)
	not signed(rc)
]

private(rc) if some _ in rc.change.after.vpc

private(rc) if count(related.of(rc, "aws_route53_zone_association")) > 0

signed(rc) if {
	some type in ["aws_route53_hosted_zone_dnssec", "aws_route53_key_signing_key"]
	count(related.of(rc, type)) > 0
}
