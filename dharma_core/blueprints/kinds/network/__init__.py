"""Portable kinds of the group network: a file each."""
