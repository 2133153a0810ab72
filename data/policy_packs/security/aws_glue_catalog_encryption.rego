# METADATA
# title: Glue catalog or its connection passwords are not encrypted
# description: >-
#   The catalog tells where all data lies, and a connection holds the password of a database.
# related_resources:
#   - ref: https://docs.aws.amazon.com/glue/latest/dg/encrypt-glue-data-catalog.html
# custom:
#   id: DH_AWS_GLUE_001
#   severity: medium
#   group: security
#   provider: aws
#   service: glue
#   resource_types: [aws_glue_data_catalog_encryption_settings]
#   remediation: >-
#     Set catalog_encryption_mode to SSE-KMS and return_connection_password_encrypted to true,
#     each with a key.
#   frameworks:
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AWS_94]
package dharma.security.aws_glue_catalog_encryption

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Glue catalog or its connection passwords are not encrypted", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_glue_data_catalog_encryption_settings"
	not sealed(rc)
]

sealed(rc) if {
	some settings in rc.change.after.data_catalog_encryption_settings
	some at_rest in settings.encryption_at_rest
	at_rest.catalog_encryption_mode in ["SSE-KMS", "SSE-KMS-WITH-SERVICE-ROLE"]
	some passwords in settings.connection_password_encryption
	passwords.return_connection_password_encrypted == true
}
