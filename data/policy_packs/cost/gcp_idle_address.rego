# METADATA
# title: Reserved address that nothing uses
# description: >-
#   An external address costs more while it is idle than while it is used.
# related_resources:
#   - ref: https://cloud.google.com/vpc/network-pricing#ipaddress
# custom:
#   id: DH_GCP_COST_002
#   severity: low
#   group: cost
#   provider: gcp
#   service: compute
#   resource_types: [google_compute_address]
#   related:
#     google_compute_instance: network_interface
#     google_compute_instance_template: network_interface
#     google_compute_forwarding_rule: ip_address
#     google_compute_router_nat: nat_ips
#     google_compute_ha_vpn_gateway: vpn_interfaces
#   remediation: >-
#     Use the address, or remove it.
package dharma.cost.gcp_idle_address

import data.dharma.lib.related
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Reserved address that nothing uses", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_compute_address"
	not rc.change.after.address_type == "INTERNAL"
	not used(rc)
]

used(rc) if {
	some type in [
		"google_compute_instance",
		"google_compute_instance_template",
		"google_compute_forwarding_rule",
		"google_compute_router_nat",
		"google_compute_ha_vpn_gateway",
	]
	some user in related.of(rc, type)
	user.type == type
}
