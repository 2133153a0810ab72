# METADATA
# title: Storage account does not log every use of its queues
# description: >-
#   Without log entries for read, write and delete nobody can say afterwards who took or removed
#   messages.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/storage/queues/monitor-queue-storage
# custom:
#   id: DH_AZURE_STORAGE_010
#   severity: low
#   group: compliance
#   provider: azure
#   service: storage
#   resource_types: [azurerm_storage_account]
#   attributes: ["queue_properties[].logging"]
#   defaults:
#     queue_properties: []
#   related: {azurerm_storage_account_queue_properties: storage_account_id}
#   remediation: >-
#     Set logging { delete, read and write = true } in azurerm_storage_account_queue_properties,
#     or in queue_properties of the account.
#   frameworks:
#     CIS Azure 2.1: ["3.5"]
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#     HIPAA: ["164.312(b)"]
#   twins: [CKV_AZURE_33, AVD-AZU-0009, azure-storage-queue-services-logging-enabled]
package dharma.compliance.azure_storage_queue_logging

import data.dharma.lib.related
import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Storage account does not log every use of its queues", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_storage_account"
	has_queues(rc)
	not logged(rc)
]

has_queues(rc) if not rc.change.after.account_kind

has_queues(rc) if rc.change.after.account_kind in ["Storage", "StorageV2"]

logged(rc) if {
	some properties in rc.change.after.queue_properties
	every_use(properties.logging)
}

logged(rc) if {
	some properties in related.of(rc, "azurerm_storage_account_queue_properties")
	every_use(properties.change.after.logging)
}

every_use(blocks) if {
	some logging in blocks
	logging.delete == true
	logging.read == true
	logging.write == true
}
