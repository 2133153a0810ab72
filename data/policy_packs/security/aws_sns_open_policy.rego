# METADATA
# title: SNS topic policy lets anybody in
# description: >-
#   Anybody may publish to the topic, or subscribe and read what the system says.
# related_resources:
#   - ref: https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
# custom:
#   id: DH_AWS_SNS_002
#   severity: high
#   group: security
#   provider: aws
#   service: sns
#   resource_types: [aws_sns_topic_policy, aws_sns_topic]
#   attributes: [policy]
#   defaults: {policy: null}
#   remediation: >-
#     Name the accounts, roles or services, or add a condition that says who, such as
#     aws:SourceAccount or aws:PrincipalOrgID.
#   frameworks:
#     NIST 800-53 r5: ["AC-3", "AC-6"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["7.2.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AWS_169]
package dharma.security.aws_sns_open_policy

import data.dharma.lib.principals
import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: SNS topic policy lets anybody in", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["aws_sns_topic_policy", "aws_sns_topic"]
	count(principals.open_statements(rc, "policy")) > 0
]
