"""Pulumi programs in Python: names of the bridged packages, expressions, and the way back."""
