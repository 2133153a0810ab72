# METADATA
# title: Web app keeps no record of its errors
# description: >-
#   What a failing request showed is gone when somebody looks into it.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/app-service/troubleshoot-diagnostic-logs
# custom:
#   id: DH_AZURE_APP_012
#   severity: low
#   group: compliance
#   provider: azure
#   service: app
#   resource_types: [azurerm_linux_web_app, azurerm_windows_web_app]
#   attributes: ["logs[].detailed_error_messages"]
#   remediation: >-
#     Set logs { detailed_error_messages = true }.
#   fix:
#     set: {"logs[].detailed_error_messages": true}
#   frameworks:
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#     HIPAA: ["164.312(b)"]
#   twins: [CKV_AZURE_65]
package dharma.compliance.azure_app_error_log

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Web app keeps no record of its errors", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["azurerm_linux_web_app", "azurerm_windows_web_app"]
	not kept(rc)
]

kept(rc) if {
	some log in rc.change.after.logs
	log.detailed_error_messages == true
}
