# METADATA
# title: Web app keeps no record of its requests
# description: >-
#   Nobody can say afterwards who called the app, and with what result.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/app-service/troubleshoot-diagnostic-logs
# custom:
#   id: DH_AZURE_APP_013
#   severity: medium
#   group: compliance
#   provider: azure
#   service: app
#   resource_types: [azurerm_linux_web_app, azurerm_windows_web_app]
#   attributes: ["logs[].http_logs"]
#   remediation: >-
#     Add logs { http_logs { file_system { retention_in_days = 7, retention_in_mb = 35 } } },
#     or azure_blob_storage.
#   fix:
#     set:
#       "logs[].http_logs[].file_system[].retention_in_days": 7
#       "logs[].http_logs[].file_system[].retention_in_mb": 35
#   frameworks:
#     CIS Azure 2.1: ["5.1.6"]
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#     HIPAA: ["164.312(b)"]
#   twins: [CKV_AZURE_63]
package dharma.compliance.azure_app_http_log

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Web app keeps no record of its requests", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type in ["azurerm_linux_web_app", "azurerm_windows_web_app"]
	not kept(rc)
]

kept(rc) if {
	some log in rc.change.after.logs
	some requests in log.http_logs
	is_object(requests)
}
