# METADATA
# title: Kubernetes cluster's API answers every address
# description: >-
#   Credentials that leak can be used from anywhere at once.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/aks/api-server-authorized-ip-ranges
# custom:
#   id: DH_AZURE_AKS_003
#   severity: high
#   group: security
#   provider: azure
#   service: aks
#   resource_types: [azurerm_kubernetes_cluster]
#   remediation: >-
#     Name the addresses in api_server_access_profile { authorized_ip_ranges }, or make the
#     cluster private.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AZURE_6, AVD-AZU-0041, azure-container-limit-authorized-ips]
package dharma.security.azure_aks_api_addresses

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Kubernetes cluster's API answers every address", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_kubernetes_cluster"
	not rc.change.after.private_cluster_enabled == true
	not limited(rc)
]

limited(rc) if {
	some profile in rc.change.after.api_server_access_profile
	is_array(profile.authorized_ip_ranges)
	count(profile.authorized_ip_ranges) > 0
}

# Set, to addresses that are known after apply.
limited(rc) if {
	some profile in rc.change.after_unknown.api_server_access_profile
	profile.authorized_ip_ranges == true
}

limited(rc) if {
	some profile in rc.change.after_unknown.api_server_access_profile
	some address in profile.authorized_ip_ranges
	address == true
}
