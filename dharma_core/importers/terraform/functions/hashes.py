"""Terraform's hash functions; those that draw on chance or on the clock are unknown."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from dharma_core.importers.terraform.functions.encoding import encode_base64
from dharma_core.importers.terraform.functions.signature import Body, typed
from dharma_core.importers.terraform.functions.values import FunctionError
from dharma_core.plan.frozen import UNKNOWN

__all__ = ["DIGESTS", "HASHES", "digest"]

_NAMESPACES = {
    "dns": uuid.NAMESPACE_DNS,
    "url": uuid.NAMESPACE_URL,
    "oid": uuid.NAMESPACE_OID,
    "x500": uuid.NAMESPACE_X500,
}
# Function name -> algorithm and whether the answer is in base64 (else hexadecimal).
DIGESTS: Mapping[str, tuple[str, bool]] = {
    "base64sha256": ("sha256", True),
    "base64sha512": ("sha512", True),
    "md5": ("md5", False),
    "sha1": ("sha1", False),
    "sha256": ("sha256", False),
    "sha512": ("sha512", False),
}


def digest(name: str, data: bytes) -> str:
    """Return the digest that the function ``name`` gives of some bytes.

    Examples
    --------
    >>> digest("md5", b"hello")
    '5d41402abc4b2a76b9719d911017c592'
    """
    algorithm, in_base64 = DIGESTS[name]
    made = hashlib.new(algorithm, data, usedforsecurity=False)
    return encode_base64(made.digest()) if in_base64 else made.hexdigest()


def _of_text(name: str) -> Callable[[str], str]:
    return lambda text: digest(name, text.encode())


def _uuid5(namespace: str, name: str) -> str:
    space = _NAMESPACES.get(namespace)
    try:
        return str(uuid.uuid5(space or uuid.UUID(namespace), name))
    except ValueError:
        raise FunctionError(f"uuidv5() doesn't support namespace {namespace}") from None


def _not_before_apply(*_given: Any) -> Any:
    return UNKNOWN


HASHES: Mapping[str, Body] = {
    **{name: typed(_of_text(name), "str: string") for name in DIGESTS},
    "bcrypt": typed(_not_before_apply, "str: string", rest="cost: number"),
    "uuid": typed(_not_before_apply),
    "uuidv5": typed(_uuid5, "namespace: string", "name: string"),
}
