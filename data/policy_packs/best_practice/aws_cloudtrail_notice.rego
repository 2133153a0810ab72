# METADATA
# title: CloudTrail tells nobody that a log file arrived
# description: >-
#   Without a topic, tools that read the files must look for new ones again and again, and
#   nobody notices that they stopped coming.
# related_resources:
#   - ref: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/configure-sns-notifications-for-cloudtrail.html
# custom:
#   id: DH_AWS_CLOUDTRAIL_007
#   severity: low
#   group: best_practice
#   provider: aws
#   service: cloudtrail
#   resource_types: [aws_cloudtrail]
#   remediation: >-
#     Set sns_topic_name to a topic that the tools are subscribed to.
#   frameworks:
#     NIST 800-53 r5: ["AU-6"]
#     SOC 2: ["CC7.2"]
#   twins: [CKV_AWS_252]
package dharma.best_practice.aws_cloudtrail_notice

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: CloudTrail tells nobody that a log file arrived", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_cloudtrail"
	not told(rc)
]

told(rc) if {
	is_string(rc.change.after.sns_topic_name)
	rc.change.after.sns_topic_name != ""
}

# Set by reference: which topic is known after apply, that there is one is known now.
told(rc) if rc.change.after_unknown.sns_topic_name == true
