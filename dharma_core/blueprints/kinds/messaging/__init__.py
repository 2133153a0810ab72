"""Portable kinds of the group messaging: a file each."""
