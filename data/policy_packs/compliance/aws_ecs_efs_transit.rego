# METADATA
# title: ECS task mounts EFS without encryption in transit
# description: >-
#   Files cross the network readable.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/efs-volumes.html
# custom:
#   id: DH_AWS_ECS_006
#   severity: high
#   group: compliance
#   provider: aws
#   service: ecs
#   resource_types: [aws_ecs_task_definition]
#   attributes: ["volume[].efs_volume_configuration[].transit_encryption"]
#   remediation: >-
#     Set transit_encryption to ENABLED in efs_volume_configuration.
#   fix:
#     set: {"volume[].efs_volume_configuration[].transit_encryption": ENABLED}
#   frameworks:
#     NIST 800-53 r5: ["SC-8"]
#     SOC 2: ["CC6.7"]
#     PCI DSS 4.0.1: ["4.2.1"]
#     HIPAA: ["164.312(e)(1)", "164.312(e)(2)(ii)"]
#   twins: [CKV_AWS_97, AVD-AWS-0035, aws-ecs-enable-in-transit-encryption]
package dharma.compliance.aws_ecs_efs_transit

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: ECS task mounts EFS without encryption in transit", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_ecs_task_definition"
	clear(rc)
]

clear(rc) if {
	some volume in rc.change.after.volume
	some efs in volume.efs_volume_configuration
	not efs.transit_encryption == "ENABLED"
}
