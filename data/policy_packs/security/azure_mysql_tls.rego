# METADATA
# title: MySQL flexible server accepts TLS older than 1.2
# description: >-
#   A client, or somebody between, can choose the weakest version that the server accepts.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/mysql/flexible-server/how-to-connect-tls-ssl
# custom:
#   id: DH_AZURE_MYSQL_004
#   severity: high
#   group: security
#   provider: azure
#   service: mysql
#   resource_types: [azurerm_mysql_flexible_server_configuration]
#   attributes: [value]
#   remediation: >-
#     Set the value to TLSv1.2, or to TLSv1.2,TLSv1.3.
#   fix:
#     set: {value: TLSv1.2}
#   frameworks:
#     CIS Azure 2.1: ["4.4.2"]
#     NIST 800-53 r5: ["SC-8"]
#     SOC 2: ["CC6.7"]
#     PCI DSS 4.0.1: ["4.2.1"]
#     HIPAA: ["164.312(e)(1)", "164.312(e)(2)(ii)"]
package dharma.security.azure_mysql_tls

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: MySQL flexible server accepts TLS older than 1.2", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_mysql_flexible_server_configuration"
	rc.change.after.name == "tls_version"
	is_string(rc.change.after.value)
	some version in split(lower(rc.change.after.value), ",")
	trim_space(version) in ["tlsv1", "tlsv1.0", "tlsv1.1"]
]
