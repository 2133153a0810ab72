# METADATA
# title: Application gateway serves plain HTTP
# description: >-
#   What goes through the listener is neither secret nor protected from change on its way.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/application-gateway/redirect-http-to-https-portal
# custom:
#   id: DH_AZURE_APPGW_003
#   severity: high
#   group: security
#   provider: azure
#   service: appgw
#   resource_types: [azurerm_application_gateway]
#   attributes: ["http_listener[].protocol"]
#   remediation: >-
#     Make the listener Https, or let its routing rule redirect to one that is.
#   frameworks:
#     NIST 800-53 r5: ["SC-8"]
#     SOC 2: ["CC6.7"]
#     PCI DSS 4.0.1: ["4.2.1"]
#     HIPAA: ["164.312(e)(1)", "164.312(e)(2)(ii)"]
#   twins: [CKV_AZURE_217]
package dharma.security.azure_appgw_plain_http

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Application gateway serves plain HTTP", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_application_gateway"
	some listener in rc.change.after.http_listener
	listener.protocol == "Http"
	not redirected(rc, listener.name)
]

redirected(rc, name) if {
	some routing in rc.change.after.request_routing_rule
	routing.http_listener_name == name
	is_string(routing.redirect_configuration_name)
	routing.redirect_configuration_name != ""
}
