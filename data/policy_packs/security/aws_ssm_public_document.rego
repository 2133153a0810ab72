# METADATA
# title: Systems Manager document is shared with everybody
# description: >-
#   Every account can read the document: its steps, host names and parameters, and what can be
#   learned from them.
# related_resources:
#   - ref: https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-ssm-sharing.html
# custom:
#   id: DH_AWS_SSM_002
#   severity: high
#   group: security
#   provider: aws
#   service: ssm
#   resource_types: [aws_ssm_document]
#   remediation: >-
#     Share it with named accounts, or with none.
#   frameworks:
#     NIST 800-53 r5: ["AC-3", "AC-6"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["7.2.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AWS_303]
package dharma.security.aws_ssm_public_document

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Systems Manager document is shared with everybody", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_ssm_document"
	is_string(rc.change.after.permissions.account_ids)
	lower(rc.change.after.permissions.account_ids) == "all"
]
