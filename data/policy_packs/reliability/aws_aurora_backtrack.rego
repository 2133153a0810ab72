# METADATA
# title: Aurora MySQL cluster cannot be wound back
# description: >-
#   After a wrong statement the cluster must be restored beside the old one, which takes hours;
#   backtracking takes minutes.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Managing.Backtrack.html
# custom:
#   id: DH_AWS_AURORA_008
#   severity: low
#   group: reliability
#   provider: aws
#   service: aurora
#   resource_types: [aws_rds_cluster]
#   attributes: [backtrack_window]
#   remediation: >-
#     Set backtrack_window to the seconds that you may want to go back (86400 is a day); only a
#     new cluster takes it.
#   frameworks:
#     NIST 800-53 r5: ["CP-9"]
#     SOC 2: ["A1.2"]
#     HIPAA: ["164.308(a)(7)(ii)(A)"]
#   twins: [CKV_AWS_326]
package dharma.reliability.aws_aurora_backtrack

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Aurora MySQL cluster cannot be wound back", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_rds_cluster"
	rc.change.after.engine in ["aurora", "aurora-mysql"]
	not backtracks(rc)
]

backtracks(rc) if {
	is_number(rc.change.after.backtrack_window)
	rc.change.after.backtrack_window > 0
}
