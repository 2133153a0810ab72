# METADATA
# title: Certificate is valid for every name below the domain
# description: >-
#   Its key, stolen from the least of the servers, opens the traffic of all.
# related_resources:
#   - ref: https://docs.aws.amazon.com/acm/latest/userguide/acm-certificate-characteristics.html
# custom:
#   id: DH_AWS_ACM_002
#   severity: low
#   group: best_practice
#   provider: aws
#   service: acm
#   resource_types: [aws_acm_certificate]
#   attributes: [domain_name, subject_alternative_names]
#   defaults:
#     subject_alternative_names: []
#   remediation: >-
#     Name the hosts: a certificate may list several, and each service can have its own.
#   frameworks:
#     NIST 800-53 r5: ["SC-12", "SC-17"]
#     SOC 2: ["CC6.1"]
#   twins: [CKV2_AWS_71]
package dharma.best_practice.aws_acm_wildcard

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Certificate is valid for every name below the domain", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_acm_certificate"
	wide(rc)
]

wide(rc) if starred(rc.change.after.domain_name)

wide(rc) if {
	some name in rc.change.after.subject_alternative_names
	starred(name)
}

starred(name) if {
	is_string(name)
	contains(name, "*")
}
