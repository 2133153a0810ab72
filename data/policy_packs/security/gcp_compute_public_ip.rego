# METADATA
# title: Compute instance has a public IP address
# description: >-
#   An address of its own makes the machine reachable from the whole internet, where one wrong
#   firewall rule is enough.
# related_resources:
#   - ref: https://cloud.google.com/compute/docs/ip-addresses
# custom:
#   id: DH_GCP_COMPUTE_001
#   severity: medium
#   group: security
#   provider: gcp
#   service: compute
#   resource_types:
#     - google_compute_instance
#     - google_compute_instance_template
#     - google_compute_instance_from_template
#   attributes: ["network_interface[].access_config", "network_interface[].ipv6_access_config"]
#   remediation: >-
#     Leave out access_config; reach the machine through a load balancer, Identity-Aware Proxy or
#     Cloud NAT.
#   frameworks:
#     CIS GCP 3.0: ["4.9"]
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_GCP_40, AVD-GCP-0031, google-compute-no-public-ip]
package dharma.security.gcp_compute_public_ip

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Compute instance has a public IP address", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in [
		"google_compute_instance",
		"google_compute_instance_template",
		"google_compute_instance_from_template",
	]
	public(rc)
]

# A block without an address is given one that changes; IPv6 blocks are always external.
public(rc) if {
	some interface in rc.change.after.network_interface
	some block in interface.access_config
	is_object(block)
}

public(rc) if {
	some interface in rc.change.after.network_interface
	some block in interface.ipv6_access_config
	is_object(block)
}
