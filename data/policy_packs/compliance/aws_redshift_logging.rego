# METADATA
# title: Redshift cluster keeps no audit log
# description: >-
#   Nobody can look up later who connected and what they ran.
# related_resources:
#   - ref: https://docs.aws.amazon.com/redshift/latest/mgmt/db-auditing.html
# custom:
#   id: DH_AWS_REDSHIFT_002
#   severity: medium
#   group: compliance
#   provider: aws
#   service: redshift
#   resource_types: [aws_redshift_cluster]
#   attributes: ["logging[].enable"]
#   defaults:
#     logging: []
#   related: {aws_redshift_logging: cluster_identifier}
#   remediation: >-
#     Add an aws_redshift_logging for the cluster, to a bucket or to CloudWatch.
#   frameworks:
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#     HIPAA: ["164.312(b)"]
#   twins: [CKV_AWS_71]
package dharma.compliance.aws_redshift_logging

import data.dharma.lib.related
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Redshift cluster keeps no audit log", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_redshift_cluster"
	not logs(rc)
]

logs(rc) if {
	some block in rc.change.after.logging
	block.enable == true
}

logs(rc) if count(related.of(rc, "aws_redshift_logging")) > 0
