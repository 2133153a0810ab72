# METADATA
# title: Machine learning workspace answers the whole internet
# description: >-
#   Data, models and notebooks can be reached from anywhere with a leaked credential.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/machine-learning/how-to-configure-private-link
# custom:
#   id: DH_AZURE_ML_001
#   severity: medium
#   group: security
#   provider: azure
#   service: ml
#   resource_types: [azurerm_machine_learning_workspace]
#   attributes: [public_network_access_enabled]
#   remediation: >-
#     Set public_network_access_enabled to false and add a private endpoint.
#   frameworks:
#     NIST 800-53 r5: ["AC-4", "SC-7"]
#     SOC 2: ["CC6.6"]
#     PCI DSS 4.0.1: ["1.3.1"]
#     HIPAA: ["164.312(a)(1)"]
#   twins: [CKV_AZURE_144]
package dharma.security.azure_ml_public

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Machine learning workspace answers the whole internet", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_machine_learning_workspace"
	not rc.change.after.public_network_access_enabled == false
]
