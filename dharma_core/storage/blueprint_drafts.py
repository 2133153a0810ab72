"""A blueprint document on its way into the store: its columns, digest, search text and version."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dharma_core.audit import canonical_json
from dharma_core.blueprints.versions import Version
from dharma_core.errors import InputError

__all__ = [
    "FIRST_VERSION",
    "Draft",
    "asks_newer",
    "content_digest",
    "draft_name",
    "draft_version",
    "is_newer",
    "next_version",
]

FIRST_VERSION = "1.0.0"
_MAX_NAME = 100


@dataclass(frozen=True, slots=True)
class Draft:
    """A document that says the version it is saved as."""

    name: str
    version: str
    document: Mapping[str, Any]
    digest: str

    @staticmethod
    def of(document: Mapping[str, Any], version: str) -> Draft:
        """Return the draft of a document at a version; raise InputError if either is none."""
        text = str(Version.parse(version))
        return Draft(
            draft_name(document),
            text,
            {**document, "version": text},
            content_digest(document),
        )

    @property
    def resources(self) -> tuple[Mapping[str, Any], ...]:
        """The resources it declares."""
        return tuple(self.document.get("resources") or ())

    @property
    def columns(self) -> dict[str, Any]:
        """What the list of blueprints shows of it."""
        texts = ("provider", "region", "description")
        return {
            "name": self.name,
            "version": self.version,
            "resources": len(self.resources),
            **{name: str(self.document.get(name) or "") for name in texts},
        }

    @property
    def state(self) -> dict[str, Any]:
        """What the audit keeps of it: which document, not its content."""
        return {
            "name": self.name,
            "version": self.version,
            "resources": len(self.resources),
            "digest": self.digest,
        }

    def search_text(self, id_: str) -> str:
        """Return every word it can be found by, in lower case."""
        columns = self.columns
        tags = self.document.get("tags") or {}
        types = sorted({str(resource.get("type", "")) for resource in self.resources})
        words = [self.name, id_, columns["provider"], columns["region"], *types]
        words += [f"{key}={value}" for key, value in tags.items()]
        return "\n".join([*words, columns["description"]]).lower()


def draft_name(document: Mapping[str, Any]) -> str:
    """Return the name a document gives itself.

    Raises
    ------
    InputError
        If it has none, or one too long to keep.
    """
    name = document.get("name")
    if not isinstance(name, str) or not 0 < len(name) <= _MAX_NAME:
        raise InputError(
            f"The blueprint's name is {name!r}.",
            next_step=f"Give it a name of 1 to {_MAX_NAME} characters.",
        )
    return name


def draft_version(document: Mapping[str, Any]) -> str | None:
    """Return the version a document gives itself, None when it gives none."""
    version = document.get("version")
    return None if version in (None, "") else str(version)


def content_digest(document: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a document without its version: equal for the same design.

    Examples
    --------
    >>> content_digest({"name": "web", "version": "1.0.0"}) == content_digest({"name": "web"})
    True
    """
    content = {key: value for key, value in document.items() if key != "version"}
    return hashlib.sha256(canonical_json(content).encode("ascii")).hexdigest()


def next_version(current: str, document: Mapping[str, Any]) -> str:
    """Return the document's own version when it is newer than the current one, else a patch.

    Examples
    --------
    >>> next_version("1.2.3", {"version": "1.2.3"}), next_version("1.2.3", {"version": "2.0.0"})
    ('1.2.4', '2.0.0')
    """
    own = draft_version(document)
    if own is not None and is_newer(own, current):
        return own
    return str(Version.parse(current).bump("patch"))


def is_newer(version: str, current: str) -> bool:
    """Return whether one semantic version comes after another."""
    return Version.parse(version) > Version.parse(current)


def asks_newer(version: str | None, current: str) -> bool:
    """Return whether a version was asked for that comes after the current one."""
    return version is not None and is_newer(version, current)
