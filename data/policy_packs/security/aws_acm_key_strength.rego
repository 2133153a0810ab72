# METADATA
# title: Certificate has a key that is too short
# description: >-
#   An RSA key of 1,024 bits is within reach of a rich attacker, and browsers refuse it.
# related_resources:
#   - ref: https://docs.aws.amazon.com/acm/latest/userguide/acm-certificate-characteristics.html
# custom:
#   id: DH_AWS_ACM_003
#   severity: high
#   group: security
#   provider: aws
#   service: acm
#   resource_types: [aws_acm_certificate]
#   attributes: [key_algorithm]
#   defaults:
#     key_algorithm: RSA_2048
#   remediation: >-
#     Set key_algorithm to RSA_2048, EC_prime256v1 or longer.
#   frameworks:
#     NIST 800-53 r5: ["SC-12", "SC-13"]
#     SOC 2: ["CC6.7"]
#     PCI DSS 4.0.1: ["4.2.1"]
#   fix:
#     set: {key_algorithm: RSA_2048}
package dharma.security.aws_acm_key_strength

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Certificate has a key that is too short", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_acm_certificate"
	rc.change.after.key_algorithm == "RSA_1024"
]
