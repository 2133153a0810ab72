# METADATA
# title: Redshift cluster does not take engine upgrades
# description: >-
#   Fixes come only with new versions, which are applied in the maintenance window.
# related_resources:
#   - ref: https://docs.aws.amazon.com/redshift/latest/mgmt/managing-cluster-considerations.html
# custom:
#   id: DH_AWS_REDSHIFT_005
#   severity: medium
#   group: best_practice
#   provider: aws
#   service: redshift
#   resource_types: [aws_redshift_cluster]
#   attributes: [allow_version_upgrade]
#   remediation: >-
#     Leave allow_version_upgrade at true.
#   fix:
#     set: {allow_version_upgrade: true}
#   frameworks:
#     NIST 800-53 r5: ["SI-2"]
#     SOC 2: ["CC7.1"]
#     PCI DSS 4.0.1: ["6.3.3"]
#   twins: [CKV_AWS_141]
package dharma.best_practice.aws_redshift_version_upgrade

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Redshift cluster does not take engine upgrades", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_redshift_cluster"
	rc.change.after.allow_version_upgrade == false
]
