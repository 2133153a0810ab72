# METADATA
# title: Endpoint service lets in whoever asks
# description: >-
#   Anyone who may see the service connects to it without a look from its owner.
# related_resources:
#   - ref: https://docs.aws.amazon.com/vpc/latest/privatelink/configure-endpoint-service.html
# custom:
#   id: DH_AWS_VPC_010
#   severity: medium
#   group: security
#   provider: aws
#   service: vpc
#   resource_types: [aws_vpc_endpoint_service]
#   attributes: [acceptance_required]
#   remediation: >-
#     Set acceptance_required to true.
#   frameworks:
#     NIST 800-53 r5: ["AC-3", "AC-4"]
#     SOC 2: ["CC6.6"]
#   twins: [CKV_AWS_123]
#   fix:
#     set: {acceptance_required: true}
package dharma.security.aws_vpc_endpoint_service_acceptance

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Endpoint service lets in whoever asks", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_vpc_endpoint_service"
	not rc.change.after.acceptance_required == true
]
