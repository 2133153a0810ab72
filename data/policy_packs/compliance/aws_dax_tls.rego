# METADATA
# title: DAX cluster talks without TLS
# description: >-
#   Items of the table cross the network readable.
# related_resources:
#   - ref: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DAXEncryptionInTransit.html
# custom:
#   id: DH_AWS_DAX_002
#   severity: high
#   group: compliance
#   provider: aws
#   service: dax
#   resource_types: [aws_dax_cluster]
#   attributes: [cluster_endpoint_encryption_type]
#   remediation: >-
#     Set cluster_endpoint_encryption_type to TLS (the cluster is made again, and clients use
#     the dax: scheme with TLS).
#   fix:
#     set: {cluster_endpoint_encryption_type: TLS}
#   frameworks:
#     NIST 800-53 r5: ["SC-8"]
#     SOC 2: ["CC6.7"]
#     PCI DSS 4.0.1: ["4.2.1"]
#     HIPAA: ["164.312(e)(1)", "164.312(e)(2)(ii)"]
#   twins: [CKV_AWS_239]
package dharma.compliance.aws_dax_tls

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: DAX cluster talks without TLS", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_dax_cluster"
	not rc.change.after.cluster_endpoint_encryption_type == "TLS"
]
