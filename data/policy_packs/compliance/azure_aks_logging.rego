# METADATA
# title: Kubernetes cluster sends no logs to Azure Monitor
# description: >-
#   What the containers wrote is gone with them.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/azure-monitor/containers/container-insights-overview
# custom:
#   id: DH_AZURE_AKS_011
#   severity: medium
#   group: compliance
#   provider: azure
#   service: aks
#   resource_types: [azurerm_kubernetes_cluster]
#   attributes: [oms_agent]
#   remediation: >-
#     Add oms_agent { log_analytics_workspace_id }.
#   frameworks:
#     NIST 800-53 r5: ["AU-2", "AU-12"]
#     SOC 2: ["CC7.2"]
#     PCI DSS 4.0.1: ["10.2.1"]
#     HIPAA: ["164.312(b)"]
#   twins: [CKV_AZURE_4, AVD-AZU-0040, azure-container-logging]
package dharma.compliance.azure_aks_logging

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Kubernetes cluster sends no logs to Azure Monitor", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_kubernetes_cluster"
	not logged(rc)
]

logged(rc) if {
	some monitoring in rc.change.after.oms_agent
	is_object(monitoring)
}
