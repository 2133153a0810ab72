"""What an Azure part belongs to: the resource it mentions, or the one it calls by its name."""

from __future__ import annotations

from dharma_core.costs.metering import Subject
from dharma_core.plan import Resource

__all__ = ["owner"]


def owner(subject: Subject, kind: str, *attributes: str) -> Resource | None:
    """Return the resource of a type that these attributes mention, or give the name or id of.

    Parameters
    ----------
    kind : str
        ``azurerm_storage_account``.
    attributes : str
        Where to look, the likeliest first.
    """
    mentioned = (one for one in subject.targets(*attributes) if one.type == kind)
    return next(mentioned, None) or _named(subject, kind, attributes)


def _named(subject: Subject, kind: str, attributes: tuple[str, ...]) -> Resource | None:
    written = (subject.get(name) for name in attributes)
    names = (text.rsplit("/", 1)[-1] for text in written if isinstance(text, str))
    found = (subject.links.named.get((kind, name)) for name in names)
    return next((one for one in found if one is not None), None)
