# METADATA
# title: Policy documents
# description: >-
#   Reads IAM and resource policies written as JSON text. Dharma decodes them beforehand
#   (input.dharma.decoded); plain OPA and Conftest do it here.
package dharma.lib.documents

import rego.v1

document(rc, attribute) := input.dharma.decoded[rc.address][attribute]

document(rc, attribute) := json.unmarshal(rc.change.after[attribute]) if {
	not input.dharma.decoded
	json.is_valid(rc.change.after[attribute])
}

# Every statement that allows something.
allowed(rc, attribute) := [statement |
	some statement in listed(document(rc, attribute).Statement)
	statement.Effect == "Allow"
]

listed(value) := value if is_array(value)

listed(value) := [value] if not is_array(value)

# A statement that anybody may use: "*", {"AWS": "*"} or {"AWS": ["*"]}.
anybody(statement) if statement.Principal == "*"

anybody(statement) if {
	some kind in ["AWS", "CanonicalUser", "Service", "Federated"]
	"*" in listed(statement.Principal[kind])
}

unconditional(statement) if not conditional(statement)

conditional(statement) if count(statement.Condition) > 0

# An action that the statement takes in: by its name, by a wildcard, or by not excepting it.
allows(statement, action) if named(statement.Action, action)

allows(statement, action) if {
	count(statement.NotAction) > 0
	not named(statement.NotAction, action)
}

named(patterns, action) if {
	some pattern in listed(patterns)
	is_string(pattern)
	covers(lower(pattern), lower(action))
}

covers(pattern, action) if pattern == action

covers(pattern, _) if pattern == "*"

covers(pattern, action) if {
	endswith(pattern, "*")
	startswith(action, trim_suffix(pattern, "*"))
}

everywhere(statement) if "*" in listed(statement.Resource)
