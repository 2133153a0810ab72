"""Portable kinds of the group observability: a file each."""
