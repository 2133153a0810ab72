# METADATA
# title: RDS snapshot is shared with every AWS account
# description: >-
#   Anybody with an account can restore the copy and read all of it, without leaving a trace in
#   yours.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ShareSnapshot.html
# custom:
#   id: DH_AWS_RDS_013
#   severity: critical
#   group: security
#   provider: aws
#   service: rds
#   resource_types: [aws_db_snapshot]
#   attributes: [shared_accounts]
#   remediation: >-
#     Take "all" out of shared_accounts and name the accounts that need the copy.
#   fix:
#     remove: [shared_accounts]
#   frameworks:
#     NIST 800-53 r5: ["AC-3", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.4.4"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AWS_302]
package dharma.security.aws_rds_public_snapshot

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: RDS snapshot is shared with every AWS account", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_db_snapshot"
	"all" in rc.change.after.shared_accounts
]
