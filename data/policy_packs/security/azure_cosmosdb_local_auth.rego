# METADATA
# title: Cosmos DB account can be used with its account keys
# description: >-
#   An account key allows everything, has no owner and no expiry, and leaves no name in the
#   logs.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/cosmos-db/how-to-setup-rbac
# custom:
#   id: DH_AZURE_COSMOSDB_005
#   severity: medium
#   group: security
#   provider: azure
#   service: cosmosdb
#   resource_types: [azurerm_cosmosdb_account]
#   attributes: [local_authentication_disabled]
#   remediation: >-
#     Give clients data roles, then set local_authentication_disabled to true.
#   frameworks:
#     CIS Azure 2.1: ["4.5.3"]
#     NIST 800-53 r5: ["AC-6", "IA-2"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["8.2.2"]
#     HIPAA: ["164.312(d)"]
#   twins: [CKV_AZURE_140]
package dharma.security.azure_cosmosdb_local_auth

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Cosmos DB account can be used with its account keys", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_cosmosdb_account"
	not other_interface(rc)
	not rc.change.after.local_authentication_disabled == true
]

# MongoDB's interface signs in with keys or users of its own.
other_interface(rc) if rc.change.after.kind in ["MongoDB", "Parse"]
