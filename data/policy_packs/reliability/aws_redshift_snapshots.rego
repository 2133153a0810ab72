# METADATA
# title: Redshift cluster takes no automatic snapshots
# description: >-
#   With a retention of 0 days nothing can be restored.
# related_resources:
#   - ref: https://docs.aws.amazon.com/redshift/latest/mgmt/working-with-snapshots.html
# custom:
#   id: DH_AWS_REDSHIFT_007
#   severity: medium
#   group: reliability
#   provider: aws
#   service: redshift
#   resource_types: [aws_redshift_cluster]
#   attributes: [automated_snapshot_retention_period]
#   remediation: >-
#     Set automated_snapshot_retention_period to 7 days or more.
#   fix:
#     set: {automated_snapshot_retention_period: 7}
#   frameworks:
#     NIST 800-53 r5: ["CP-9"]
#     SOC 2: ["A1.2"]
#     HIPAA: ["164.308(a)(7)(ii)(A)"]
#   twins: [CKV_AWS_343]
package dharma.reliability.aws_redshift_snapshots

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Redshift cluster takes no automatic snapshots", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_redshift_cluster"
	rc.change.after.automated_snapshot_retention_period == 0
]
