# METADATA
# title: Aurora cluster stores its data unencrypted
# description: >-
#   Volumes, snapshots and replicas are readable to whoever gets hold of them. It cannot be
#   switched on later: the cluster must be restored from an encrypted copy.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Overview.Encryption.html
# custom:
#   id: DH_AWS_AURORA_001
#   severity: high
#   group: security
#   provider: aws
#   service: aurora
#   resource_types: [aws_rds_cluster]
#   attributes: [storage_encrypted]
#   defaults:
#     storage_encrypted: false
#   remediation: >-
#     Set storage_encrypted to true.
#   fix:
#     set: {storage_encrypted: true}
#   frameworks:
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AWS_96, AVD-AWS-0079, aws-rds-encrypt-cluster-storage-data]
package dharma.security.aws_aurora_encryption

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Aurora cluster stores its data unencrypted", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_rds_cluster"
	not rc.change.after.storage_encrypted == true
	not rc.change.after.engine_mode == "serverless" # always encrypted
]
