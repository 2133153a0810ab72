# METADATA
# title: VPC keeps no flow log
# description: >-
#   Without flow logs nobody can say afterwards who talked to whom, or see a scan while it
#   runs.
# related_resources:
#   - ref: https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html
# custom:
#   id: DH_AWS_VPC_002
#   severity: medium
#   group: security
#   provider: aws
#   service: vpc
#   resource_types: [aws_vpc]
#   related: {aws_flow_log: vpc_id}
#   remediation: >-
#     Add an aws_flow_log with vpc_id set to this VPC, to a log group or a bucket.
#   frameworks:
#     CIS AWS 3.0: ["3.7"]
#     NIST 800-53 r5: ["AU-2", "AU-12", "SI-4"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#     HIPAA: ["164.312(b)"]
#   twins: [CKV2_AWS_11, AVD-AWS-0178, aws-ec2-require-vpc-flow-logs-for-all-vpcs]
package dharma.security.aws_vpc_flow_logs

import data.dharma.lib.related
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: VPC keeps no flow log", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_vpc"
	count(related.of(rc, "aws_flow_log")) == 0
]
