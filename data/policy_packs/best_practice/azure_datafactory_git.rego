# METADATA
# title: Data factory keeps its pipelines in no repository
# description: >-
#   Changes are made in the running factory: nobody reviews them, and a wrong one cannot be
#   taken back.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/data-factory/source-control
# custom:
#   id: DH_AZURE_DATAFACTORY_002
#   severity: low
#   group: best_practice
#   provider: azure
#   service: datafactory
#   resource_types: [azurerm_data_factory]
#   attributes: [github_configuration]
#   remediation: >-
#     Add github_configuration or vsts_configuration.
#   frameworks:
#     NIST 800-53 r5: ["CM-3"]
#     SOC 2: ["CC8.1"]
#     PCI DSS 4.0.1: ["6.5.1"]
#   twins: [CKV_AZURE_103]
package dharma.best_practice.azure_datafactory_git

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Data factory keeps its pipelines in no repository", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_data_factory"
	not versioned(rc)
]

versioned(rc) if {
	some repository in rc.change.after.github_configuration
	is_object(repository)
}

versioned(rc) if {
	some repository in rc.change.after.vsts_configuration
	is_object(repository)
}
