# METADATA
# title: Neptune instance has a public address
# description: >-
#   The graph answers the whole internet.
# related_resources:
#   - ref: https://docs.aws.amazon.com/neptune/latest/userguide/neptune-setup.html
# custom:
#   id: DH_AWS_NEPTUNE_003
#   severity: critical
#   group: security
#   provider: aws
#   service: neptune
#   resource_types: [aws_neptune_cluster_instance]
#   attributes: [publicly_accessible]
#   remediation: >-
#     Set publicly_accessible to false.
#   fix:
#     set: {publicly_accessible: false}
#   frameworks:
#     NIST 800-53 r5: ["AC-3", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.4.4"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AWS_102]
package dharma.security.aws_neptune_public

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Neptune instance has a public address", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_neptune_cluster_instance"
	rc.change.after.publicly_accessible == true
]
