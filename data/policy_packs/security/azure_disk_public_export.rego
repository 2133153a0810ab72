# METADATA
# title: Disk can be exported over the internet
# description: >-
#   A link with a shared access signature lets whoever holds it download the whole disk from
#   anywhere.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/virtual-machines/disks-restrict-import-export-overview
# custom:
#   id: DH_AZURE_DISK_001
#   severity: medium
#   group: security
#   provider: azure
#   service: disk
#   resource_types: [azurerm_managed_disk, azurerm_snapshot]
#   attributes: [public_network_access_enabled, network_access_policy]
#   remediation: >-
#     Set public_network_access_enabled to false; a machine uses its disks all the same.
#   fix:
#     set: {public_network_access_enabled: false}
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AZURE_251]
package dharma.security.azure_disk_public_export

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Disk can be exported over the internet", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["azurerm_managed_disk", "azurerm_snapshot"]
	not closed(rc)
]

closed(rc) if rc.change.after.public_network_access_enabled == false

closed(rc) if rc.change.after.network_access_policy == "DenyAll"

# Only apply will tell.
closed(rc) if rc.change.after_unknown.public_network_access_enabled == true

closed(rc) if rc.change.after_unknown.network_access_policy == true
