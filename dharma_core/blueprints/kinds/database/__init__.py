"""Portable kinds of the group database: a file each."""
