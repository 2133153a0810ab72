"""Portable kinds of the group security: a file each."""
