# METADATA
# title: Companion resources
# description: >-
#   Finds the resources of a type that belong to another one. Dharma resolves references
#   beforehand (input.dharma.related); plain OPA and Conftest read the root module's
#   configuration and compare names.
package dharma.lib.related

import rego.v1

of(rc, type) := input.dharma.related[rc.address][type]

of(rc, type) := [] if {
	input.dharma.related
	not input.dharma.related[rc.address][type]
}

of(rc, type) := found if {
	not input.dharma.related
	found := [other |
		some other in input.resource_changes
		other.type == type
		linked(rc, other)
	]
}

linked(rc, other) if refers(other, rc)

linked(rc, other) if refers(rc, other)

linked(rc, other) if {
	not refers(other, rc)
	not refers(rc, other)
	some name in names(rc)
	some value in other.change.after
	value == name
}

refers(from, to) if {
	some block in input.configuration.root_module.resources
	block.type == from.type
	block.name == from.name
	some expression in block.expressions
	some reference in expression.references
	reference == sprintf("%s.%s", [to.type, to.name])
}

names(rc) := [name |
	some key in ["id", "bucket", "name", "arn", "identifier"]
	name := rc.change.after[key]
	is_string(name)
	name != ""
]
