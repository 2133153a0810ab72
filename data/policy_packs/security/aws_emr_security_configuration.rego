# METADATA
# title: EMR cluster has no security configuration
# description: >-
#   Without one, disks and the traffic between the nodes are not encrypted.
# related_resources:
#   - ref: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-security-configurations.html
# custom:
#   id: DH_AWS_EMR_001
#   severity: medium
#   group: security
#   provider: aws
#   service: emr
#   resource_types: [aws_emr_cluster]
#   remediation: >-
#     Make an aws_emr_security_configuration that encrypts at rest and in transit, and name it
#     in security_configuration.
#   frameworks:
#     NIST 800-53 r5: ["SC-28", "SC-8"]
#     SOC 2: ["CC6.1", "CC6.7"]
#     PCI DSS 4.0.1: ["3.5.1", "4.2.1"]
#     HIPAA: ["164.312(a)(2)(iv)", "164.312(e)(1)", "164.312(e)(2)(ii)"]
#   twins: [CKV2_AWS_55]
package dharma.security.aws_emr_security_configuration

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: EMR cluster has no security configuration", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "aws_emr_cluster"
	not configured(rc)
]

# Where it is wrong, for the evidence that Dharma shows.
culprits := [[address, "security_configuration"] | some address in failing]

configured(rc) if {
	is_string(rc.change.after.security_configuration)
	rc.change.after.security_configuration != ""
}

# The configuration is made in the same plan.
configured(rc) if rc.change.after_unknown.security_configuration == true
