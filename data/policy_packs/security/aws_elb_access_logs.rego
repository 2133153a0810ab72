# METADATA
# title: Classic load balancer keeps no access log
# description: >-
#   After an attack nobody can say who asked for what.
# related_resources:
#   - ref: https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/access-log-collection.html
# custom:
#   id: DH_AWS_ELB_009
#   severity: medium
#   group: security
#   provider: aws
#   service: elb
#   resource_types: [aws_elb]
#   attributes: ["access_logs[].enabled"]
#   defaults:
#     access_logs: []
#     "access_logs[].enabled": true
#   remediation: >-
#     Add access_logs with a bucket, and leave enabled out or true.
#   frameworks:
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#     HIPAA: ["164.312(b)"]
#   twins: [CKV_AWS_92]
package dharma.security.aws_elb_access_logs

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Classic load balancer keeps no access log", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_elb"
	not logged(rc)
]

logged(rc) if {
	some logs in rc.change.after.access_logs
	not logs.enabled == false
}
