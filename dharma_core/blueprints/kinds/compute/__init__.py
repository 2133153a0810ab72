"""Portable kinds of the group compute: a file each."""
