"""Portable kinds of the group storage: a file each."""
