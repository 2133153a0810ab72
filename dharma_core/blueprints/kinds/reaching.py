"""Who uses a bucket or a table of a design, and from which subnets, where it lets in no others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dharma_core.blueprints.kinds.declarations import Property
from dharma_core.blueprints.kinds.drafts import Draft
from dharma_core.blueprints.kinds.links import Link

__all__ = [
    "ALLOWED_RANGES",
    "NETWORK_ACCESS",
    "is_closed",
    "service_endpoints",
    "subnets_of",
    "users_of",
]

NETWORK_ACCESS = Property(
    "network_access",
    "Which networks reach it, always with a right: any, or those of what the design lets use it; "
    "Azure refuses the others, on AWS and GCP the right alone decides.",
    default="any",
    allowed=("any", "design"),
)

ALLOWED_RANGES = Property(
    "allowed_ranges",
    "Addresses outside that reach it all the same when only the design's networks do, on Azure.",
    type="list(string)",
    default=(),
)

# The services that Azure's subnets must see to be let in, from its documentation, recalled,
# 2026-11-30.
_SEEN_AS = {
    "storage.bucket": "Microsoft.Storage",
    "database.nosql_table": "Microsoft.AzureCosmosDB",
    "storage.file_system": "Microsoft.Storage",
}
_ALWAYS_CLOSED = ("storage.file_system",)
_STANDING = ("subnet", "subnets")


def is_closed(store: Draft) -> bool:
    """Whether a bucket or a table lets in the networks of its users only."""
    return bool(store.now("network_access") == "design")


def users_of(store: Draft) -> tuple[Draft, ...]:
    """Return what the design lets use a bucket or a table, in the design's order."""
    return tuple(d for d in store.scene.drafts.values() if store.spec.name in set(_used_by(d)))


def subnets_of(user: Draft) -> tuple[Link, ...]:
    """Return the subnets that a resource stands in; each of several, where it stands in one."""
    written = (user.spec.properties.get(p) for p in _STANDING if p in user.kind.by_name)
    values = (v for value in written for v in (value if isinstance(value, tuple) else (value,)))
    links = (user.scene.link(value) for value in values if value is not None)
    return tuple(one for link in links for one in link.every())


def service_endpoints(*users: Draft) -> list[str] | None:
    """Return the services of Azure that a subnet must see for what stands in it."""
    found = {_SEEN_AS[user.kind.name] for user in users if user.kind.name in _ALWAYS_CLOSED}
    for user in users:
        stores = (user.scene.drafts.get(name) for name in _used_by(user))
        found |= {_SEEN_AS[s.kind.name] for s in stores if s is not None and _may_close(s)}
    return sorted(found) or None


def _may_close(store: Draft) -> bool:
    return "network_access" in store.kind.by_name and is_closed(store)


def _used_by(user: Draft) -> Iterator[str]:
    """Yield what a resource uses: where its code lies, and what its identity has rights on."""
    if "package_bucket" in user.kind.by_name:
        yield from user.names_in("package_bucket")
    for name in user.names_in("identity") if "identity" in user.kind.by_name else ():
        identity = user.scene.drafts.get(name)
        if identity is not None and "grants" in identity.kind.by_name:
            yield from _granted(identity)


def _granted(identity: Draft) -> Iterator[str]:
    grants = identity.now("grants")
    for grant in grants if isinstance(grants, (list, tuple)) else (grants,):
        if isinstance(grant, Mapping):
            yield identity.scene.link(grant.get("to", "")).name
