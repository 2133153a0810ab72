# METADATA
# title: MemoryDB cluster talks without TLS
# description: >-
#   Passwords and data cross the network readable, and access lists do not work without TLS.
# related_resources:
#   - ref: https://docs.aws.amazon.com/memorydb/latest/devguide/in-transit-encryption.html
# custom:
#   id: DH_AWS_MEMORYDB_001
#   severity: high
#   group: compliance
#   provider: aws
#   service: memorydb
#   resource_types: [aws_memorydb_cluster]
#   attributes: [tls_enabled]
#   remediation: >-
#     Leave tls_enabled at true.
#   fix:
#     set: {tls_enabled: true}
#   frameworks:
#     NIST 800-53 r5: ["SC-8"]
#     SOC 2: ["CC6.7"]
#     PCI DSS 4.0.1: ["4.2.1"]
#     HIPAA: ["164.312(e)(1)", "164.312(e)(2)(ii)"]
#   twins: [CKV_AWS_202]
package dharma.compliance.aws_memorydb_tls

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: MemoryDB cluster talks without TLS", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_memorydb_cluster"
	rc.change.after.tls_enabled == false
]
