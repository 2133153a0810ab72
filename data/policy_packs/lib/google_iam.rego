# METADATA
# title: Google Cloud IAM members
# description: Who is named by the member and binding resources of any Google Cloud service.
package dharma.lib.google_iam

import rego.v1

everybody := ["allUsers", "allAuthenticatedUsers"]

public(rc) if {
	some member in members(rc)
	member in everybody
}

members(rc) := rc.change.after.members if is_array(rc.change.after.members)

members(rc) := [rc.change.after.member] if not is_array(rc.change.after.members)
