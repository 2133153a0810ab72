# METADATA
# title: Who may use a resource
# description: >-
#   Tells a statement that is open to everybody from one that names no caller but holds a
#   condition that does, such as the account or the organisation that calls.
package dharma.lib.principals

import data.dharma.lib.documents
import rego.v1

# Statements of a resource policy that anybody on the internet, or in any account, may use.
open_statements(rc, attribute) := [statement |
	some statement in documents.allowed(rc, attribute)
	documents.anybody(statement)
	not narrowed(statement)
]

# A condition that says who: a positive test of a key that tells callers apart, and none of its
# values stands for all of them.
narrowed(statement) if {
	some operator
	tests := statement.Condition[operator]
	positive(lower(operator))
	some key
	value := tests[key]
	lower(key) in telling
	wide := [text | some text in documents.listed(value); everyone(text)]
	count(wide) == 0
}

positive(operator) if regex.match(`^(for(all|any)value(s?):)?(arn|string)(equals|like)(ignorecase)?$`, operator)

positive("ipaddress")

telling := [
	"aws:principalaccount",
	"aws:principalarn",
	"aws:principalorgid",
	"aws:principalorgpaths",
	"aws:sourceaccount",
	"aws:sourcearn",
	"aws:sourceip",
	"aws:sourceorgid",
	"aws:sourceorgpaths",
	"aws:sourceowner",
	"aws:sourcevpc",
	"aws:sourcevpce",
	"aws:userid",
	"aws:vpceaccount",
	"kms:calleraccount",
]

everyone(text) if text == "*"

everyone(text) if endswith(text, "/0")

# An ARN whose account is left open; those of S3 name none.
everyone(text) if {
	startswith(text, "arn:")
	parts := split(text, ":")
	parts[4] == "*"
}
