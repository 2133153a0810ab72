# METADATA
# title: Aurora instance has a public address
# description: >-
#   The database answers the whole internet; a weak password or a wrong security group is then
#   enough.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html
# custom:
#   id: DH_AWS_AURORA_009
#   severity: critical
#   group: security
#   provider: aws
#   service: aurora
#   resource_types: [aws_rds_cluster_instance]
#   attributes: [publicly_accessible]
#   defaults:
#     publicly_accessible: false
#   remediation: >-
#     Set publicly_accessible to false and reach the cluster from inside the network.
#   fix:
#     set: {publicly_accessible: false}
#   frameworks:
#     CIS AWS 3.0: ["2.3.3"]
#     NIST 800-53 r5: ["AC-3", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.4.4"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AWS_17, AVD-AWS-0180]
package dharma.security.aws_aurora_public

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Aurora instance has a public address", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_rds_cluster_instance"
	rc.change.after.publicly_accessible == true
]
