# METADATA
# title: EMR security configuration leaves local disks unencrypted
# description: >-
#   What jobs spill to the disks of the nodes stays there readable.
# related_resources:
#   - ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
# custom:
#   id: DH_AWS_EMR_003
#   severity: medium
#   group: security
#   provider: aws
#   service: emr
#   resource_types: [aws_emr_security_configuration]
#   attributes: [configuration]
#   remediation: >-
#     Set EnableAtRestEncryption to true with a LocalDiskEncryptionConfiguration.
#   frameworks:
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AWS_349]
package dharma.security.aws_emr_local_disks

import data.dharma.lib.documents
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: EMR security configuration leaves local disks unencrypted", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_emr_security_configuration"
	not encrypted(rc)
]

encrypted(rc) if {
	encryption := documents.document(rc, "configuration").EncryptionConfiguration
	encryption.EnableAtRestEncryption == true
	is_object(encryption.AtRestEncryptionConfiguration.LocalDiskEncryptionConfiguration)
}
