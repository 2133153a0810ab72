# METADATA
# title: OpenSearch nodes talk to each other without encryption
# description: >-
#   Documents cross the network between the nodes readable.
# related_resources:
#   - ref: https://docs.aws.amazon.com/opensearch-service/latest/developerguide/ntn.html
# custom:
#   id: DH_AWS_OPENSEARCH_002
#   severity: high
#   group: compliance
#   provider: aws
#   service: opensearch
#   resource_types: [aws_opensearch_domain, aws_elasticsearch_domain]
#   attributes: ["node_to_node_encryption[].enabled"]
#   defaults:
#     node_to_node_encryption: []
#   remediation: >-
#     Set node_to_node_encryption { enabled = true }.
#   fix:
#     set: {"node_to_node_encryption[].enabled": true}
#   frameworks:
#     NIST 800-53 r5: ["SC-8"]
#     SOC 2: ["CC6.7"]
#     PCI DSS 4.0.1: ["4.2.1"]
#     HIPAA: ["164.312(e)(1)", "164.312(e)(2)(ii)"]
#   twins: [CKV_AWS_6, AVD-AWS-0043, aws-elastic-search-enable-in-transit-encryption]
package dharma.compliance.aws_opensearch_node_to_node

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: OpenSearch nodes talk to each other without encryption", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["aws_opensearch_domain", "aws_elasticsearch_domain"]
	nodes(rc) > 1
	not switched_on(rc)
]

default nodes(_) := 1

nodes(rc) := rc.change.after.cluster_config[0].instance_count if {
	is_number(rc.change.after.cluster_config[0].instance_count)
}

switched_on(rc) if {
	some block in rc.change.after.node_to_node_encryption
	block.enabled == true
}
