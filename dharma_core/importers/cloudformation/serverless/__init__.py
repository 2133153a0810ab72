"""Serverless resources (AWS SAM) written out as the native ones that their macro makes."""

from dharma_core.importers.cloudformation.serverless.expanding import MACRO, expanded

__all__ = ["MACRO", "expanded"]
