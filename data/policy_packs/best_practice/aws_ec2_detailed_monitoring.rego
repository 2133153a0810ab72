# METADATA
# title: EC2 instance is measured only every five minutes
# description: >-
#   An overload of two minutes is not seen, and scaling starts late.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/manage-detailed-monitoring.html
# custom:
#   id: DH_AWS_EC2_021
#   severity: low
#   group: best_practice
#   provider: aws
#   service: ec2
#   resource_types: [aws_instance]
#   attributes: [monitoring]
#   defaults:
#     monitoring: false
#   remediation: >-
#     Set monitoring to true.
#   frameworks:
#     NIST 800-53 r5: ["SI-4"]
#     SOC 2: ["CC7.2"]
#   twins: [CKV_AWS_126]
#   fix:
#     set: {monitoring: true}
package dharma.best_practice.aws_ec2_detailed_monitoring

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: EC2 instance is measured only every five minutes", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_instance"
	not rc.change.after.monitoring == true
]
