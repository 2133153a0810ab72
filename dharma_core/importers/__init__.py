"""Readers: text of some tool in, a Plan out."""
