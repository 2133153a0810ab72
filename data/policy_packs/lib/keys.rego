# METADATA
# title: Keys of one's own
# description: >-
#   Whether somebody named a key, where the provider fills in one of AWS's own when nobody does:
#   Terraform's plan calls both "known after apply". Dharma tells them apart beforehand (METADATA
#   set_is_enough: null where nobody set it); plain OPA and Conftest read the root module's
#   configuration, and take a resource of another module for one that names its key.
package dharma.lib.keys

import rego.v1

own(rc, attribute) if customers(rc.change.after[attribute])

own(rc, attribute) if {
	rc.change.after_unknown[attribute] == true
	written(rc, attribute)
}

own_in(rc, block, attribute) if {
	some settings in rc.change.after[block]
	customers(settings[attribute])
}

own_in(rc, block, attribute) if {
	some settings in rc.change.after_unknown[block]
	settings[attribute] == true
	written_in(rc, block, attribute)
}

customers(key) if {
	is_string(key)
	key != ""
	not contains(key, "alias/aws/")
}

written(_, _) if input.dharma

written(rc, _) if rc.module_address

written(rc, attribute) if {
	some expressions in configured(rc)
	is_object(expressions[attribute])
}

written_in(_, _, _) if input.dharma

written_in(rc, _, _) if rc.module_address

written_in(rc, block, attribute) if {
	some expressions in configured(rc)
	some settings in expressions[block]
	is_object(settings[attribute])
}

configured(rc) := [source.expressions |
	some source in input.configuration.root_module.resources
	source.type == rc.type
	source.name == rc.name
]
