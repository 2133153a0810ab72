# METADATA
# title: VPN connection allows broken ciphers
# description: >-
#   DES, 3DES, MD5, SHA-1 and short Diffie-Hellman groups no longer keep a tunnel secret.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-about-compliance-crypto
# custom:
#   id: DH_AZURE_VPN_002
#   severity: high
#   group: security
#   provider: azure
#   service: vpn
#   resource_types: [azurerm_virtual_network_gateway_connection]
#   attributes:
#     - "ipsec_policy[].ike_encryption"
#     - "ipsec_policy[].ipsec_encryption"
#     - "ipsec_policy[].ike_integrity"
#     - "ipsec_policy[].ipsec_integrity"
#     - "ipsec_policy[].dh_group"
#     - "ipsec_policy[].pfs_group"
#   remediation: >-
#     Use AES256 or GCMAES256, SHA256 or better, and DHGroup14, DHGroup24 or an ECP group.
#   frameworks:
#     NIST 800-53 r5: ["SC-8"]
#     SOC 2: ["CC6.7"]
#     PCI DSS 4.0.1: ["4.2.1"]
#     HIPAA: ["164.312(e)(1)", "164.312(e)(2)(ii)"]
package dharma.security.azure_vpn_weak_ciphers

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: VPN connection allows broken ciphers", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "azurerm_virtual_network_gateway_connection"
	weak(rc)
]

weak(rc) if {
	some policy in rc.change.after.ipsec_policy
	some name in ["ike_encryption", "ipsec_encryption"]
	policy[name] in ["DES", "DES3", "None"]
}

weak(rc) if {
	some policy in rc.change.after.ipsec_policy
	some name in ["ike_integrity", "ipsec_integrity"]
	policy[name] in ["MD5", "SHA1"]
}

weak(rc) if {
	some policy in rc.change.after.ipsec_policy
	policy.dh_group in ["DHGroup1", "DHGroup2", "None"]
}

weak(rc) if {
	some policy in rc.change.after.ipsec_policy
	policy.pfs_group in ["PFS1", "PFS2", "None"]
}
