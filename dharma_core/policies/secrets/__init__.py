"""Secrets that stand in a design: by their form, by the name of what they fill, as literals."""

from dharma_core.policies.secrets.forms import SecretForm, SecretForms, parse_forms
from dharma_core.policies.secrets.scanning import scan

__all__ = ["SecretForm", "SecretForms", "parse_forms", "scan"]
