# METADATA
# title: PostgreSQL single server does not watch for attacks
# description: >-
#   Injection attempts and unusual logins stay unnoticed.
# related_resources:
#   - ref: https://learn.microsoft.com/previous-versions/azure/postgresql/single-server/concepts-security
# custom:
#   id: DH_AZURE_POSTGRESQL_016
#   severity: medium
#   group: security
#   provider: azure
#   service: postgresql
#   resource_types: [azurerm_postgresql_server]
#   attributes: ["threat_detection_policy[].enabled"]
#   defaults:
#     threat_detection_policy: []
#   remediation: >-
#     Set threat_detection_policy { enabled = true }.
#   fix:
#     set: {"threat_detection_policy[].enabled": true}
#   frameworks:
#     NIST 800-53 r5: ["SI-4"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["11.5.1"]
#     HIPAA: ["164.308(a)(1)(ii)(D)"]
#   twins: [CKV_AZURE_128]
package dharma.security.azure_postgresql_threat_detection

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: PostgreSQL single server does not watch for attacks", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_postgresql_server"
	not watched(rc)
]

watched(rc) if {
	some policy in rc.change.after.threat_detection_policy
	policy.enabled == true
}
