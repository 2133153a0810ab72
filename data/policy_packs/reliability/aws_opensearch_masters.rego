# METADATA
# title: OpenSearch domain has no quorum of dedicated masters over zones
# description: >-
#   With fewer than three masters, or all in one zone, the loss of one stops writing or splits
#   the cluster.
# related_resources:
#   - ref: https://docs.aws.amazon.com/opensearch-service/latest/developerguide/managedomains-dedicatedmasternodes.html
# custom:
#   id: DH_AWS_OPENSEARCH_009
#   severity: low
#   group: reliability
#   provider: aws
#   service: opensearch
#   resource_types: [aws_opensearch_domain, aws_elasticsearch_domain]
#   attributes: ["cluster_config[].dedicated_master_count"]
#   defaults:
#     cluster_config: []
#     "cluster_config[].dedicated_master_count": null
#   remediation: >-
#     Set dedicated_master_enabled, dedicated_master_count to 3 and zone_awareness_enabled in
#     cluster_config.
#   frameworks:
#     NIST 800-53 r5: ["CP-10"]
#     SOC 2: ["A1.2"]
#   twins: [CKV_AWS_318]
package dharma.reliability.aws_opensearch_masters

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: OpenSearch domain has no quorum of dedicated masters over zones", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["aws_opensearch_domain", "aws_elasticsearch_domain"]
	not steady(rc)
]

steady(rc) if {
	some config in rc.change.after.cluster_config
	is_number(config.dedicated_master_count)
	config.dedicated_master_count >= 3
	config.zone_awareness_enabled == true
}
