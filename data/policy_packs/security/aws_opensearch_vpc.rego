# METADATA
# title: OpenSearch domain is open to the internet
# description: >-
#   Outside a VPC the endpoint is public, and only the access policy stands between the data and
#   everybody.
# related_resources:
#   - ref: https://docs.aws.amazon.com/opensearch-service/latest/developerguide/vpc.html
# custom:
#   id: DH_AWS_OPENSEARCH_007
#   severity: high
#   group: security
#   provider: aws
#   service: opensearch
#   resource_types: [aws_opensearch_domain, aws_elasticsearch_domain]
#   attributes: [vpc_options]
#   remediation: >-
#     Add vpc_options with private subnets (the domain is made again).
#   frameworks:
#     NIST 800-53 r5: ["AC-3", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.4.4"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AWS_137]
package dharma.security.aws_opensearch_vpc

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: OpenSearch domain is open to the internet", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["aws_opensearch_domain", "aws_elasticsearch_domain"]
	not inside(rc)
]

inside(rc) if {
	some options in rc.change.after.vpc_options
	is_object(options)
}
