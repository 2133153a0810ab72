# METADATA
# title: Config aggregator leaves regions out
# description: >-
#   Who breaks in works where nobody looks: a region that is not gathered is such a place.
# related_resources:
#   - ref: https://docs.aws.amazon.com/config/latest/developerguide/aggregate-data.html
# custom:
#   id: DH_AWS_CONFIG_002
#   severity: low
#   group: compliance
#   provider: aws
#   service: config
#   resource_types: [aws_config_configuration_aggregator]
#   remediation: >-
#     Set all_regions to true in the source.
#   frameworks:
#     CIS AWS 3.0: ["3.3"]
#     NIST 800-53 r5: ["CM-8"]
#     SOC 2: ["CC7.1"]
#   twins: [CKV_AWS_121, AVD-AWS-0019, aws-config-aggregate-all-regions]
package dharma.compliance.aws_config_aggregator

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Config aggregator leaves regions out", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_config_configuration_aggregator"
	not everywhere(rc)
]

everywhere(rc) if {
	some source in rc.change.after.account_aggregation_source
	source.all_regions == true
}

everywhere(rc) if {
	some source in rc.change.after.organization_aggregation_source
	source.all_regions == true
}
