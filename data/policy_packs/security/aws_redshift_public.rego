# METADATA
# title: Redshift cluster has a public address
# description: >-
#   The warehouse answers the whole internet. In version 5 of the provider that is the default.
# related_resources:
#   - ref: https://docs.aws.amazon.com/redshift/latest/mgmt/managing-clusters-vpc.html
# custom:
#   id: DH_AWS_REDSHIFT_003
#   severity: critical
#   group: security
#   provider: aws
#   service: redshift
#   resource_types: [aws_redshift_cluster]
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
#   twins: [CKV_AWS_87]
package dharma.security.aws_redshift_public

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Redshift cluster has a public address", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_redshift_cluster"
	not rc.change.after.publicly_accessible == false
]
