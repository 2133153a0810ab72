# METADATA
# title: RDS instance stores its data unencrypted
# description: >-
#   Storage, snapshots and replicas are readable to whoever gets hold of the disk.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html
# custom:
#   id: DH_AWS_RDS_002
#   severity: high
#   group: security
#   provider: aws
#   service: rds
#   resource_types: [aws_db_instance]
#   attributes: [storage_encrypted]
#   remediation: >-
#     Set storage_encrypted to true (an existing database must be restored from an encrypted
#     copy of a snapshot).
#   frameworks:
#     CIS AWS 3.0: ["2.3.1"]
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AWS_16, AVD-AWS-0080, aws-rds-encrypt-instance-storage-data]
package dharma.security.aws_rds_encryption

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: RDS instance stores its data unencrypted", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_db_instance"
	not rc.change.after.storage_encrypted == true
]
