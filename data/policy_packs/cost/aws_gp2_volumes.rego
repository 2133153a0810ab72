# METADATA
# title: Volume type gp2 costs more than gp3
# description: >-
#   gp3 is about a fifth cheaper for the same size, and has 3,000 IOPS from the first gigabyte.
# related_resources:
#   - ref: https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html
# custom:
#   id: DH_AWS_COST_001
#   severity: low
#   group: cost
#   provider: aws
#   service: ebs
#   resource_types: [aws_ebs_volume, aws_instance, aws_db_instance]
#   attributes: [type, "root_block_device[].volume_type", storage_type]
#   defaults:
#     type: gp2
#     root_block_device: null
#     "root_block_device[].volume_type": null
#     storage_type: null
#   remediation: >-
#     Set the volume type to gp3; the change needs no downtime.
package dharma.cost.aws_gp2_volumes

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Volume type gp2 costs more than gp3", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	old(rc)
]

# A volume without a type is made as gp2.
old(rc) if {
	rc.type == "aws_ebs_volume"
	not newer(rc)
}

old(rc) if {
	rc.type == "aws_instance"
	some disk in rc.change.after.root_block_device
	disk.volume_type == "gp2"
}

old(rc) if {
	rc.type == "aws_instance"
	some disk in rc.change.after.ebs_block_device
	disk.volume_type == "gp2"
}

old(rc) if {
	rc.type == "aws_db_instance"
	rc.change.after.storage_type == "gp2"
}

newer(rc) if {
	is_string(rc.change.after.type)
	rc.change.after.type != "gp2"
}
