"""A stored blueprint as a value: what the store keeps, its versions, and a page of a list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

__all__ = [
    "STATUSES",
    "VISIBILITIES",
    "BlueprintSummary",
    "BlueprintVersion",
    "Page",
    "StoredBlueprint",
]

STATUSES = ("draft", "published", "deprecated")
"""Being worked on; ready for others to use; no longer to be used."""

VISIBILITIES = ("private", "tenant", "public")
"""Seen by its owner and administrators; by everyone of the tenant; by every tenant."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class StoredBlueprint:
    """One blueprint at one of its versions, with its document.

    Parameters
    ----------
    id : str
        ``bp_...``.
    version : str
        Semantic version of this document; the document says the same.
    document : mapping
        The blueprint file as JSON values.
    created : datetime
        UTC, of the first version.
    updated : datetime
        UTC, of this version.
    author : str
        Who saved this version.
    deleted : bool
        Soft-deleted: kept, and left out of lists.
    owner : str
        Who saved the first version.
    status : str
        One of ``STATUSES``.
    visibility : str
        One of ``VISIBILITIES``.
    """

    id: str
    name: str
    version: str
    document: Mapping[str, Any]
    created: datetime
    updated: datetime
    author: str
    tenant: str
    deleted: bool = False
    owner: str = ""
    status: str = "draft"
    visibility: str = "tenant"


@dataclass(frozen=True, slots=True)
class BlueprintSummary:
    """One row of the list of blueprints: everything but the document.

    Parameters
    ----------
    resources : int
        How many the current version declares.
    versions : int
        How many have been saved.
    """

    id: str
    name: str
    version: str
    provider: str
    region: str
    description: str
    resources: int
    versions: int
    created: datetime
    updated: datetime
    author: str
    deleted: bool = False
    owner: str = ""
    status: str = "draft"
    visibility: str = "tenant"


@dataclass(frozen=True, slots=True)
class BlueprintVersion:
    """One row of a blueprint's history; ``tags`` name this version."""

    version: str
    author: str
    created: datetime
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A part of a list.

    Parameters
    ----------
    total : int
        Items in the whole list.
    number : int
        1 for the first page.
    size : int
        Items a full page holds.

    Examples
    --------
    >>> page = Page(("a", "b"), total=5, number=1, size=2)
    >>> page.pages, page.has_next
    (3, True)
    """

    items: tuple[T, ...]
    total: int
    number: int
    size: int

    @property
    def pages(self) -> int:
        """How many pages there are; 1 when the list is empty."""
        return max(1, -(-self.total // self.size))

    @property
    def has_next(self) -> bool:
        """Whether a page follows."""
        return self.number < self.pages
