# METADATA
# title: Web app does not trace failed requests
# description: >-
#   Without a trace the component that failed has to be guessed.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/app-service/troubleshoot-diagnostic-logs
# custom:
#   id: DH_AZURE_APP_014
#   severity: low
#   group: compliance
#   provider: azure
#   service: app
#   resource_types: [azurerm_linux_web_app, azurerm_windows_web_app]
#   attributes: ["logs[].failed_request_tracing"]
#   remediation: >-
#     Set logs { failed_request_tracing = true }.
#   fix:
#     set: {"logs[].failed_request_tracing": true}
#   frameworks:
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#     HIPAA: ["164.312(b)"]
#   twins: [CKV_AZURE_66]
package dharma.compliance.azure_app_failed_requests

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Web app does not trace failed requests", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["azurerm_linux_web_app", "azurerm_windows_web_app"]
	not kept(rc)
]

kept(rc) if {
	some log in rc.change.after.logs
	log.failed_request_tracing == true
}
