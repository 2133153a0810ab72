# METADATA
# title: Container group has a public address
# description: >-
#   The containers stand on the internet itself, with no firewall before them.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/container-instances/container-instances-vnet
# custom:
#   id: DH_AZURE_ACI_001
#   severity: medium
#   group: security
#   provider: azure
#   service: aci
#   resource_types: [azurerm_container_group]
#   attributes: [ip_address_type]
#   remediation: >-
#     Set ip_address_type to Private with subnet_ids, or to None.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AZURE_245]
package dharma.security.azure_aci_public

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Container group has a public address", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_container_group"
	not rc.change.after.ip_address_type in ["Private", "None"]
]
