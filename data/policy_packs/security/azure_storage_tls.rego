# METADATA
# title: Storage account accepts TLS older than 1.2
# description: >-
#   TLS 1.0 and 1.1 have known weaknesses; a client, or somebody between, can choose the weakest
#   version that the account accepts.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/storage/common/transport-layer-security-configure-minimum-version
# custom:
#   id: DH_AZURE_STORAGE_002
#   severity: high
#   group: security
#   provider: azure
#   service: storage
#   resource_types: [azurerm_storage_account]
#   attributes: [min_tls_version]
#   remediation: >-
#     Set min_tls_version to TLS1_2.
#   fix:
#     set: {min_tls_version: TLS1_2}
#   frameworks:
#     CIS Azure 2.1: ["3.15"]
#     NIST 800-53 r5: ["SC-8"]
#     SOC 2: ["CC6.7"]
#     PCI DSS 4.0.1: ["4.2.1"]
#     HIPAA: ["164.312(e)(1)", "164.312(e)(2)(ii)"]
#   twins: [AVD-AZU-0011, azure-storage-use-secure-tls-policy]
package dharma.security.azure_storage_tls

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Storage account accepts TLS older than 1.2", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_storage_account"
	rc.change.after.min_tls_version in ["TLS1_0", "TLS1_1"]
]
