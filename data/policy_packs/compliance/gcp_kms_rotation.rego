# METADATA
# title: Encryption key is not rotated within 90 days
# description: >-
#   The longer one key version is used, the more data one leaked version opens.
# related_resources:
#   - ref: https://cloud.google.com/kms/docs/key-rotation
# custom:
#   id: DH_GCP_KMS_003
#   severity: medium
#   group: compliance
#   provider: gcp
#   service: kms
#   resource_types: [google_kms_crypto_key]
#   attributes: [rotation_period]
#   remediation: >-
#     Set rotation_period to "7776000s" (90 days) or less.
#   frameworks:
#     CIS GCP 3.0: ["1.10"]
#     NIST 800-53 r5: ["SC-12"]
#     SOC 2: ["CC6.1"]
#     PCI DSS 4.0.1: ["3.7.4"]
#     HIPAA: ["164.312(a)(2)(iv)"]
#   twins: [CKV_GCP_43, AVD-GCP-0065, google-kms-rotate-kms-keys]
#   fix:
#     set: {rotation_period: "7776000s"}
package dharma.compliance.gcp_kms_rotation

import rego.v1

deny contains msg if {
	some address in failing
	msg := sprintf("%s: Encryption key is not rotated within 90 days", [address])
}

failing := [rc.address |
	some rc in input.resource_changes
	rc.type == "google_kms_crypto_key"
	not rotates(rc)
	not rc.change.after.purpose in ["ASYMMETRIC_SIGN", "ASYMMETRIC_DECRYPT", "MAC"]
]

# From one day to 90 days, in seconds. Only symmetric keys rotate by themselves.
rotates(rc) if {
	is_string(rc.change.after.rotation_period)
	regex.match(`^\d{5,9}(\.\d+)?s$`, rc.change.after.rotation_period)
	seconds := to_number(trim_suffix(rc.change.after.rotation_period, "s"))
	seconds >= 86400
	seconds <= 7776000
}
