# METADATA
# title: Global Accelerator keeps no flow log
# description: >-
#   After an attack nobody can say where it came from.
# related_resources:
#   - ref: https://docs.aws.amazon.com/global-accelerator/latest/dg/monitoring-global-accelerator.flow-logs.html
# custom:
#   id: DH_AWS_GLOBALACCELERATOR_001
#   severity: medium
#   group: security
#   provider: aws
#   service: globalaccelerator
#   resource_types: [aws_globalaccelerator_accelerator]
#   attributes: ["attributes[].flow_logs_enabled"]
#   remediation: >-
#     Add attributes with flow_logs_enabled set to true and a bucket.
#   frameworks:
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#   twins: [CKV_AWS_75]
package dharma.security.aws_global_accelerator_logs

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Global Accelerator keeps no flow log", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_globalaccelerator_accelerator"
	not logged(rc)
]

logged(rc) if {
	some settings in rc.change.after.attributes
	settings.flow_logs_enabled == true
}
