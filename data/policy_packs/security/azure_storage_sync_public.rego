# METADATA
# title: Storage sync service accepts traffic from every network
# description: >-
#   Servers register and files synchronise over the public endpoint, from wherever a certificate
#   turns up.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/storage/file-sync/file-sync-networking-endpoints
# custom:
#   id: DH_AZURE_STORAGE_018
#   severity: medium
#   group: security
#   provider: azure
#   service: storage
#   resource_types: [azurerm_storage_sync]
#   attributes: [incoming_traffic_policy]
#   remediation: >-
#     Give it a private endpoint and set incoming_traffic_policy to AllowVirtualNetworksOnly.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AZURE_64, CKV_AZURE_250]
package dharma.security.azure_storage_sync_public

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Storage sync service accepts traffic from every network", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_storage_sync"
	not rc.change.after.incoming_traffic_policy == "AllowVirtualNetworksOnly"
]
