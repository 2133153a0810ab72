# METADATA
# title: Classic load balancer talks to its instances in clear
# description: >-
#   Whoever listens inside the network reads what the user sent encrypted.
# related_resources:
#   - ref: https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-create-https-ssl-load-balancer.html
# custom:
#   id: DH_AWS_ELB_011
#   severity: low
#   group: security
#   provider: aws
#   service: elb
#   resource_types: [aws_elb]
#   attributes: ["listener[].instance_protocol"]
#   remediation: >-
#     Set instance_protocol to https or ssl and give the instances a certificate.
#   frameworks:
#     NIST 800-53 r5: ["SC-8"]
#     SOC 2: ["CC6.7"]
#     HIPAA: ["164.312(e)(1)", "164.312(e)(2)(ii)"]
#   twins: [CKV_AWS_376]
package dharma.security.aws_elb_plain_backend

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Classic load balancer talks to its instances in clear", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_elb"
	some listener in rc.change.after.listener
	is_string(listener.instance_protocol)
	lower(listener.instance_protocol) in ["http", "tcp"]
]
