"""Retry, breaker and fallback around what can fail."""
