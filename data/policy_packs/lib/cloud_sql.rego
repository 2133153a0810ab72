# METADATA
# title: Cloud SQL instances
# description: Which engine an instance runs, and what its database flags say.
package dharma.lib.cloud_sql

import rego.v1

runs(rc, engine) if {
	is_string(rc.change.after.database_version)
	startswith(rc.change.after.database_version, engine)
}

# A flag that is set to one of the values.
flagged(rc, name, values) if {
	some settings in rc.change.after.settings
	some flag in settings.database_flags
	flag.name == name
	flag.value in values
}

# A flag that is set to anything else.
flagged_otherwise(rc, name, values) if {
	some settings in rc.change.after.settings
	some flag in settings.database_flags
	flag.name == name
	is_string(flag.value)
	not flag.value in values
}

# A copy is restored from the backups of the instance it follows.
copy(rc) if {
	is_string(rc.change.after.master_instance_name)
	rc.change.after.master_instance_name != ""
}
