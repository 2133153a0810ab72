# METADATA
# title: DocumentDB parameter group switches TLS off
# description: >-
#   Passwords and documents cross the network readable.
# related_resources:
#   - ref: https://docs.aws.amazon.com/documentdb/latest/developerguide/security.encryption.ssl.html
# custom:
#   id: DH_AWS_DOCDB_003
#   severity: high
#   group: security
#   provider: aws
#   service: docdb
#   resource_types: [aws_docdb_cluster_parameter_group]
#   attributes: ["parameter[].value"]
#   remediation: >-
#     Set the parameter tls to enabled (its default) or to tls1.2+.
#   frameworks:
#     NIST 800-53 r5: ["SC-8"]
#     SOC 2: ["CC6.7"]
#     PCI DSS 4.0.1: ["4.2.1"]
#     HIPAA: ["164.312(e)(1)", "164.312(e)(2)(ii)"]
#   twins: [CKV_AWS_90]
package dharma.security.aws_docdb_tls

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: DocumentDB parameter group switches TLS off", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_docdb_cluster_parameter_group"
	some parameter in rc.change.after.parameter
	parameter.name == "tls"
	parameter.value == "disabled"
]
