# METADATA
# title: RDS instance has no standby in a second zone
# description: >-
#   When the zone fails, the database is away until it has been restored.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZ.html
# custom:
#   id: DH_AWS_RDS_003
#   severity: medium
#   group: reliability
#   provider: aws
#   service: rds
#   resource_types: [aws_db_instance]
#   attributes: [multi_az]
#   defaults:
#     multi_az: false
#   remediation: >-
#     Set multi_az to true for databases that people depend on.
#   frameworks:
#     NIST 800-53 r5: ["CP-10"]
#     SOC 2: ["A1.2"]
#   twins: [CKV_AWS_157]
package dharma.reliability.aws_rds_multi_az

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: RDS instance has no standby in a second zone", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_db_instance"
	not rc.change.after.multi_az == true
	not replica(rc)
]

replica(rc) if {
	is_string(rc.change.after.replicate_source_db)
	rc.change.after.replicate_source_db != ""
}

replica(rc) if rc.change.after_unknown.replicate_source_db == true
