# METADATA
# title: Redshift parameter group lets clients connect without TLS
# description: >-
#   Passwords and results cross the network readable.
# related_resources:
#   - ref: https://docs.aws.amazon.com/redshift/latest/mgmt/connecting-ssl-support.html
# custom:
#   id: DH_AWS_REDSHIFT_004
#   severity: high
#   group: compliance
#   provider: aws
#   service: redshift
#   resource_types: [aws_redshift_parameter_group]
#   attributes: ["parameter[].value"]
#   remediation: >-
#     Add the parameter require_ssl with the value true.
#   frameworks:
#     NIST 800-53 r5: ["SC-8"]
#     SOC 2: ["CC6.7"]
#     PCI DSS 4.0.1: ["4.2.1"]
#     HIPAA: ["164.312(e)(1)", "164.312(e)(2)(ii)"]
#   twins: [CKV_AWS_105]
package dharma.compliance.aws_redshift_tls

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Redshift parameter group lets clients connect without TLS", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_redshift_parameter_group"
	not required(rc)
]

required(rc) if {
	some parameter in rc.change.after.parameter
	parameter.name == "require_ssl"
	parameter.value in ["true", "True", "TRUE", true]
}
