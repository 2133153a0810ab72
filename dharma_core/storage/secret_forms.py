"""The bundled forms of secrets, read once."""

from __future__ import annotations

from functools import cache

import yaml

from dharma_core.policies.secrets import SecretForms, parse_forms
from dharma_core.storage.facts import data_root

__all__ = ["load_secret_forms"]


@cache
def load_secret_forms() -> SecretForms:
    """Return what secrets look like.

    Raises
    ------
    FactError
        If data/secret_forms.yaml is wrong.
    """
    text = (data_root() / "secret_forms.yaml").read_text("utf-8")
    return parse_forms(yaml.load(text, Loader=yaml.CSafeLoader))
