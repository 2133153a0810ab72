# METADATA
# title: Domain may be transferred away
# description: >-
#   Whoever gets into the registrar's account or mailbox takes the domain with him.
# related_resources:
#   - ref: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/domain-lock.html
# custom:
#   id: DH_AWS_ROUTE53_003
#   severity: medium
#   group: security
#   provider: aws
#   service: route53
#   resource_types: [aws_route53domains_registered_domain]
#   attributes: [transfer_lock]
#   remediation: >-
#     Set transfer_lock to true, or leave it out.
#   frameworks:
#     NIST 800-53 r5: ["CM-5"]
#     SOC 2: ["CC6.1"]
#   twins: [CKV_AWS_377]
#   fix:
#     set: {transfer_lock: true}
package dharma.security.aws_route53_transfer_lock

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Domain may be transferred away", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_route53domains_registered_domain"
	rc.change.after.transfer_lock == false
]
