# METADATA
# title: RDS instance is reachable from the internet
# description: >-
#   publicly_accessible gives the database a public address; only the security group then stands
#   between it and everybody.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html
# custom:
#   id: DH_AWS_RDS_001
#   severity: critical
#   group: security
#   provider: aws
#   service: rds
#   resource_types: [aws_db_instance]
#   attributes: [publicly_accessible]
#   remediation: >-
#     Set publicly_accessible to false and reach the database through the VPC.
#   frameworks:
#     CIS AWS 3.0: ["2.3.3"]
#     NIST 800-53 r5: ["AC-3", "SC-7"]
#     SOC 2: ["CC6.1", "CC6.6"]
#     PCI DSS 4.0.1: ["1.4.4"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AWS_17, AVD-AWS-0180, aws-rds-no-public-db-access]
package dharma.security.aws_rds_public

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: RDS instance is reachable from the internet", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_db_instance"
	rc.change.after.publicly_accessible == true
]
