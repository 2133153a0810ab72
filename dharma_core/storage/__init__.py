"""Files and databases: facts read, records kept."""
