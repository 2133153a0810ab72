"""References to a secret in an outside vault: what stands in a design in the secret's place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dharma_core.errors import InputError, nearest

__all__ = ["VAULTS", "VaultReference", "is_vault_reference", "parse_vault_reference"]

VAULTS = ("hashicorp", "aws", "ssm")
"""HashiCorp Vault (KV version 2), AWS Secrets Manager, AWS Systems Manager parameters."""

_START = "vault:"
_FORM = re.compile(
    r"vault:(?P<vault>[a-z]+):(?P<path>[A-Za-z0-9_/.@+=-]{1,512})(?:#(?P<key>[\w.-]{1,256}))?",
    re.ASCII,
)
_STEP_UP = re.compile(r"(?:^|/)\.{1,2}(?:/|$)|//")


@dataclass(frozen=True, slots=True)
class VaultReference:
    """Where a secret is kept.

    Parameters
    ----------
    vault : str
        One of ``VAULTS``.
    path : str
        Mount and path (HashiCorp), name (AWS).
    key : str
        Which value of the secret; empty for all of a plain one.
    """

    vault: str
    path: str
    key: str = ""

    def __str__(self) -> str:
        return f"{_START}{self.vault}:{self.path}" + (f"#{self.key}" if self.key else "")


def is_vault_reference(value: object) -> bool:
    """Whether a value says that it is such a reference.

    Examples
    --------
    >>> is_vault_reference("vault:aws:shop/db#password"), is_vault_reference("vault")
    (True, False)
    """
    return isinstance(value, str) and value.startswith(_START)


def parse_vault_reference(text: str) -> VaultReference:
    """Return a reference.

    Raises
    ------
    InputError
        If it is none, names no vault that there is, or climbs out of its path.

    Examples
    --------
    >>> parse_vault_reference("vault:hashicorp:secret/shop/db#password")
    VaultReference(vault='hashicorp', path='secret/shop/db', key='password')
    """
    found = _FORM.fullmatch(text)
    if found is None or _STEP_UP.search(found["path"]):
        raise InputError(
            f"{text!r:.120} is no reference to a vault.",
            next_step="Write vault:hashicorp:MOUNT/PATH#KEY, vault:aws:NAME#KEY or vault:ssm:NAME.",
        )
    if found["vault"] not in VAULTS:
        raise InputError(
            f"There is no vault {found['vault']!r}.", next_step=nearest(found["vault"], VAULTS)
        )
    if found["vault"] == "hashicorp" and not (found["key"] and "/" in found["path"]):
        raise InputError(
            f"{text!r:.120} names no value.",
            next_step="Name mount, path and key: vault:hashicorp:secret/shop/db#password.",
        )
    return VaultReference(found["vault"], found["path"], found["key"] or "")
