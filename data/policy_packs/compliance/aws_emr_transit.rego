# METADATA
# title: EMR security configuration leaves traffic between nodes readable
# description: >-
#   Rows in a shuffle cross the network readable.
# related_resources:
#   - ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
# custom:
#   id: DH_AWS_EMR_002
#   severity: high
#   group: compliance
#   provider: aws
#   service: emr
#   resource_types: [aws_emr_security_configuration]
#   attributes: [configuration]
#   remediation: >-
#     Set EnableInTransitEncryption to true, with InTransitEncryptionConfiguration and
#     certificates.
#   frameworks:
#     NIST 800-53 r5: ["SC-8"]
#     SOC 2: ["CC6.7"]
#     PCI DSS 4.0.1: ["4.2.1"]
#     HIPAA: ["164.312(e)(1)", "164.312(e)(2)(ii)"]
#   twins: [CKV_AWS_351]
package dharma.compliance.aws_emr_transit

import data.dharma.lib.documents
import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: EMR security configuration leaves traffic between nodes readable", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_emr_security_configuration"
	not encrypted(rc)
]

encrypted(rc) if {
	configuration := documents.document(rc, "configuration")
	configuration.EncryptionConfiguration.EnableInTransitEncryption == true
}
