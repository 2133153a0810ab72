# METADATA
# title: Attributes that somebody set
# description: >-
#   A key or policy set by reference is known only after apply; that there is one is known now.
#   Only for attributes that the provider never fills in by itself.
package dharma.lib.given

import rego.v1

given(rc, attribute) if {
	is_string(rc.change.after[attribute])
	rc.change.after[attribute] != ""
}

given(rc, attribute) if rc.change.after_unknown[attribute] == true
