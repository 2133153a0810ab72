"""Cloud Storage buckets, the container registry that is one, and Artifact Registry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject
from dharma_core.costs.meters.declared import declared

__all__ = ["artifact_registry", "container_registry", "storage_bucket"]

_PER_OPERATIONS = 10_000
_OPERATIONS = (
    ("Object adds, bucket/object list (class A)", "class_a_operations"),
    ("Object gets, retrieve bucket/object metadata (class B)", "class_b_operations"),
)
_SENT = "monthly_egress_data_transfer_gb."


def storage_bucket(subject: Subject) -> Iterator[Component]:
    """Yield a bucket's storage at its class and place, operations, retrieval and egress."""
    name = subject.text("storage_class", "STANDARD")
    facts = subject.facts
    kind = facts["classes"].get(str(name).lower())
    if kind is None:
        note = f"The storage class {name} is not one of {', '.join(facts['classes'])}."
        yield subject.unpriced(_stored(subject, name or "unknown class"), note)
    else:
        yield from _lines(subject, str(name), kind, _suffix(subject, facts), facts["places"])
    yield from declared(subject)


def container_registry(subject: Subject) -> Iterator[Component]:
    """Yield what the bucket behind a registry costs: standard storage at a multi-region."""
    facts = subject.facts_of("google_storage_bucket")
    first_word = subject.region.partition("-")[0]
    place = subject.facts["continents"].get(first_word, first_word)
    places = {subject.region: facts["places"].get(place, place)}
    yield from _lines(subject, "standard", facts["classes"]["standard"], "-multi", places)
    yield from declared(subject)


def _lines(
    subject: Subject, name: str, kind: Mapping[str, str], suffix: str, places: Mapping[str, str]
) -> Iterator[Component]:
    region = places.get(subject.region, subject.region)
    key = subject.key(f"storage/bucket/{kind['product']}{suffix}", region=region)
    yield subject.bill(_stored(subject, name), key)
    for label, product in _OPERATIONS:
        used = subject.used(f"monthly_{product}")
        quantity = None if used is None else used / _PER_OPERATIONS
        line = Line(label, "10k operations", quantity, f"monthly_{product}")
        key = subject.key(f"storage/{product}", region="global", **{"class": kind["operations"]})
        yield subject.bill(line, key)
    if "retrieval" in kind:
        usage = "monthly_data_retrieval_gb"
        line = Line("Data retrieval", "GB", subject.used(usage), usage)
        product = f"storage/retrieval/{kind['retrieval']}{suffix}"
        yield subject.bill(line, subject.key(product, region=region))


def _stored(subject: Subject, name: str) -> Line:
    return Line(f"Storage ({name.lower()})", "GiB", subject.used("storage_gb"), "storage_gb")


def _suffix(subject: Subject, facts: Mapping[str, Any]) -> str:
    if subject.region in facts["places"]:
        return "-multi"
    return "-dual" if subject.region in facts["dual_regions"] else ""


def artifact_registry(subject: Subject) -> Iterator[Component]:
    """Yield a repository's storage, and what is sent to other places by the route it takes."""
    line = Line("Storage", "GB", subject.used("storage_gb"), "storage_gb")
    yield subject.bill(line, subject.key("artifact_registry/storage", region="global"))
    sent: dict[str, Decimal] = defaultdict(Decimal)
    for usage in subject.values:
        amount = subject.used(usage)
        if usage.startswith(_SENT) and amount is not None:
            sent[_route(subject, usage.removeprefix(_SENT).replace("_", "-"))] += amount
    for route, name in subject.facts["routes"].items():
        if route in sent:
            key = subject.key("artifact_registry/egress", region="global", route=route)
            yield subject.bill(Line(name, "GB", sent[route]), key)


def _route(subject: Subject, to_region: str) -> str:
    """Return the price list's word for a way; empty where nothing is paid."""
    continents = subject.facts["continents"]
    begin, end = (
        continents.get(region.partition("-")[0], "") for region in (subject.region, to_region)
    )
    is_wide = "-" not in subject.region
    if subject.region == to_region or (is_wide and begin == end):
        return ""
    if "oceania" in (begin, end):
        return "from_oceania" if begin == "oceania" else "to_oceania"
    route = f"{begin}_to_{end}"
    return route if begin == end and route in subject.facts["routes"] else "intercontinental"
