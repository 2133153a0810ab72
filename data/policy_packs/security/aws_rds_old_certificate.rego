# METADATA
# title: RDS instance uses a certificate authority that has expired
# description: >-
#   Clients that check the certificate refuse the connection, so checking gets switched off.
#   data.dharma.parameters.rds_authorities_ended replaces the list.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL-certificate-rotation.html
# custom:
#   id: DH_AWS_RDS_014
#   severity: medium
#   group: security
#   provider: aws
#   service: rds
#   resource_types: [aws_db_instance]
#   attributes: [ca_cert_identifier]
#   defaults:
#     ca_cert_identifier: null
#   remediation: >-
#     Set ca_cert_identifier to rds-ca-rsa2048-g1 once the clients trust it.
#   fix:
#     set: {ca_cert_identifier: rds-ca-rsa2048-g1}
#   frameworks:
#     NIST 800-53 r5: ["SC-8"]
#     SOC 2: ["CC6.7"]
#     PCI DSS 4.0.1: ["4.2.1"]
#     HIPAA: ["164.312(e)(1)", "164.312(e)(2)(ii)"]
#   twins: [CKV_AWS_211]
package dharma.security.aws_rds_old_certificate

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: RDS instance uses a certificate authority that has expired", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_db_instance"
	rc.change.after.ca_cert_identifier in ended
]

# rds-ca-2015 ended in March 2020, and rds-ca-2019 in August 2024 in most regions (user guide, on
# rotating certificates, as of 2025).
default ended := ["rds-ca-2015", "rds-ca-2019"]

ended := data.dharma.parameters.rds_authorities_ended
