"""Judges: what a Plan costs a month."""
