# METADATA
# title: MemoryDB cluster is encrypted with a key of AWS
# description: >-
#   Only with a key of your own can its use be limited, watched and ended.
# related_resources:
#   - ref: https://docs.aws.amazon.com/memorydb/latest/devguide/at-rest-encryption.html
# custom:
#   id: DH_AWS_MEMORYDB_003
#   severity: low
#   group: security
#   provider: aws
#   service: memorydb
#   resource_types: [aws_memorydb_cluster]
#   remediation: >-
#     Set kms_key_arn to a key of your own.
#   frameworks:
#     NIST 800-53 r5: ["SC-28"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.5.1"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_AWS_201]
package dharma.security.aws_memorydb_own_key

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: MemoryDB cluster is encrypted with a key of AWS", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_memorydb_cluster"
	not keyed(rc)
]

# Where it is wrong, for the evidence that Dharma shows.
culprits := [[address, "kms_key_arn"] | some address in failing]

keyed(rc) if {
	is_string(rc.change.after.kms_key_arn)
	rc.change.after.kms_key_arn != ""
}

# The key is made in the same plan.
keyed(rc) if rc.change.after_unknown.kms_key_arn == true
