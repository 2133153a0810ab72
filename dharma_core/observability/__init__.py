"""Logs with correlation ids and redaction."""
