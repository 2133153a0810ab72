prefix = "acme-team"
