# METADATA
# title: Container group is in no virtual network
# description: >-
#   Databases and services it needs must be open to the internet to be reached.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/container-instances/container-instances-virtual-network-concepts
# custom:
#   id: DH_AZURE_ACI_002
#   severity: low
#   group: security
#   provider: azure
#   service: aci
#   resource_types: [azurerm_container_group]
#   remediation: >-
#     Set subnet_ids to a subnet delegated to container groups.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AZURE_98]
package dharma.security.azure_aci_no_network

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Container group is in no virtual network", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_container_group"
	not inside(rc)
]

inside(rc) if {
	is_array(rc.change.after.subnet_ids)
	count(rc.change.after.subnet_ids) > 0
}

# Set, to ids that are known after apply.
inside(rc) if rc.change.after_unknown.subnet_ids == true

inside(rc) if {
	some id in rc.change.after_unknown.subnet_ids
	id == true
}
