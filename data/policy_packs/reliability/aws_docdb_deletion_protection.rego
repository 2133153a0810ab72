# METADATA
# title: DocumentDB cluster can be deleted by one command
# description: >-
#   Nothing stops a mistaken destroy from taking the documents with it.
# related_resources:
#   - ref: https://docs.aws.amazon.com/documentdb/latest/developerguide/db-cluster-delete.html
# custom:
#   id: DH_AWS_DOCDB_006
#   severity: medium
#   group: reliability
#   provider: aws
#   service: docdb
#   resource_types: [aws_docdb_cluster]
#   attributes: [deletion_protection]
#   remediation: >-
#     Set deletion_protection to true in production.
#   fix:
#     set: {deletion_protection: true}
#   frameworks:
#     NIST 800-53 r5: ["CP-10"]
#     SOC 2: ["A1.2"]
package dharma.reliability.aws_docdb_deletion_protection

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: DocumentDB cluster can be deleted by one command", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_docdb_cluster"
	not rc.change.after.deletion_protection == true
]
