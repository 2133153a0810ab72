"""Dharma: every rule and model of the workbench; app, notebooks, command and API are faces of it."""

__version__ = "0.1.0"
