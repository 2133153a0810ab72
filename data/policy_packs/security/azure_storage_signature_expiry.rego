# METADATA
# title: Storage account sets no limit to how long signatures are valid
# description: >-
#   A shared access signature without an upper limit may be valid for years after it leaked.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/storage/common/sas-expiration-policy
# custom:
#   id: DH_AZURE_STORAGE_015
#   severity: low
#   group: security
#   provider: azure
#   service: storage
#   resource_types: [azurerm_storage_account]
#   attributes: ["sas_policy[].expiration_period"]
#   remediation: >-
#     Set sas_policy { expiration_period }, or shared_access_key_enabled to false so that
#     account keys sign nothing.
#   frameworks:
#     NIST 800-53 r5: ["AC-3", "IA-5"]
#     SOC 2: ["CC6.1"]
#   twins: [CKV2_AZURE_41]
package dharma.security.azure_storage_signature_expiry

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Storage account sets no limit to how long signatures are valid", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_storage_account"
	not rc.change.after.shared_access_key_enabled == false
	not limited(rc)
]

limited(rc) if {
	some policy in rc.change.after.sas_policy
	is_object(policy)
}
