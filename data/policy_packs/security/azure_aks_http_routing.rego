# METADATA
# title: Kubernetes cluster uses the HTTP application routing add-on
# description: >-
#   The add-on was made for trials, publishes services over plain HTTP, and was retired in
#   2025.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/aks/http-application-routing
# custom:
#   id: DH_AZURE_AKS_015
#   severity: medium
#   group: security
#   provider: azure
#   service: aks
#   resource_types: [azurerm_kubernetes_cluster]
#   attributes: [http_application_routing_enabled]
#   remediation: >-
#     Set http_application_routing_enabled to false and use the application routing add-on or
#     Gateway API.
#   fix:
#     set: {http_application_routing_enabled: false}
#   frameworks:
#     NIST 800-53 r5: ["SC-8"]
#     SOC 2: ["CC6.7"]
#     PCI DSS 4.0.1: ["4.2.1"]
#     HIPAA: ["164.312(e)(1)", "164.312(e)(2)(ii)"]
#   twins: [CKV_AZURE_246]
package dharma.security.azure_aks_http_routing

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Kubernetes cluster uses the HTTP application routing add-on", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_kubernetes_cluster"
	rc.change.after.http_application_routing_enabled == true
]
