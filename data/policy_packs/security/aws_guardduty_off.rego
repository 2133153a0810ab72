# METADATA
# title: GuardDuty is switched off
# description: >-
#   Stolen keys, mining and calls to known bad addresses go unnoticed.
# related_resources:
#   - ref: https://docs.aws.amazon.com/guardduty/latest/ug/what-is-guardduty.html
# custom:
#   id: DH_AWS_GUARDDUTY_001
#   severity: high
#   group: security
#   provider: aws
#   service: guardduty
#   resource_types: [aws_guardduty_detector]
#   attributes: [enable]
#   remediation: >-
#     Set enable to true, in every region.
#   frameworks:
#     NIST 800-53 r5: ["SI-4"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["11.5.1"]
#   twins: [CKV_AWS_238]
#   fix:
#     set: {enable: true}
package dharma.security.aws_guardduty_off

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: GuardDuty is switched off", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_guardduty_detector"
	rc.change.after.enable == false
]
