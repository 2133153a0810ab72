# METADATA
# title: Neptune cluster asks for no credentials
# description: >-
#   Without IAM authentication whoever reaches the port may read and change the graph.
# related_resources:
#   - ref: https://docs.aws.amazon.com/neptune/latest/userguide/iam-auth.html
# custom:
#   id: DH_AWS_NEPTUNE_004
#   severity: medium
#   group: security
#   provider: aws
#   service: neptune
#   resource_types: [aws_neptune_cluster]
#   attributes: [iam_database_authentication_enabled]
#   remediation: >-
#     Set iam_database_authentication_enabled to true and sign the requests.
#   fix:
#     set: {iam_database_authentication_enabled: true}
#   frameworks:
#     NIST 800-53 r5: ["IA-2"]
#     SOC 2: ["CC6.1"]
#     HIPAA: ["164.312(d)"]
#   twins: [CKV_AWS_359]
package dharma.security.aws_neptune_iam_authentication

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Neptune cluster asks for no credentials", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_neptune_cluster"
	not rc.change.after.iam_database_authentication_enabled == true
]
