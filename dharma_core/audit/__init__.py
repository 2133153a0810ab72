"""The tamper-evident record: pure parts."""
