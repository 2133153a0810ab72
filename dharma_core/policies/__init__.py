"""Judges: what is unsafe, and why."""
