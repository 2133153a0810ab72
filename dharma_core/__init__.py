"""Dharma: every rule and model of the workbench; all faces are thin over it."""

__version__ = "0.1.0"
