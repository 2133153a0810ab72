"""Buckets whose objects stay in the class for what is read often, however old they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dharma_core.costs.components import Component, ResourceCost
from dharma_core.plan import UNKNOWN, Address, Expression, Ref, Resource, make_resource
from dharma_core.recommendations.additions import free_address
from dharma_core.recommendations.advice import Proposal, Risk
from dharma_core.recommendations.advising import Site
from dharma_core.recommendations.changes import Addition, Change, Edit, change_plan

__all__ = ["move_old_objects"]

_MB_PER_GB = Decimal(1024)
_INLINE = "lifecycle_rule"  # rules written in the bucket itself


@dataclass(frozen=True, slots=True)
class _Way:
    """A bucket, a class for its old objects, and the change that moves them there."""

    bucket: Resource
    facts: Mapping[str, Any]
    target: Mapping[str, Any]
    change: Change

    @property
    def twin(self) -> Change:
        """The change that shows the prices of the class: of the bucket, or its own."""
        twin = self.target.get("twin")
        address = str(self.bucket.address)
        return Edit(address, tuple(twin["path"]), twin["value"]) if twin else self.change


def move_old_objects(site: Site) -> Iterator[Proposal]:
    """Propose a rule that moves what is old, to the class that saves most by the usage given.

    Where the usage does not tell what is stored, written and read, the first class is proposed
    and its saving stays unknown.
    """
    ways = list(_ways(site))
    savings: dict[str, list[tuple[Decimal, _Way]]] = {}
    for name in dict.fromkeys(way.target["name"] for way in ways):
        same = [way for way in ways if way.target["name"] == name and None not in _used(site, way)]
        if not same:
            continue
        prices = _components(site.price(change_plan(site.plan, [w.twin for w in same])).resources)
        for way in same:
            saving = _saving(site, way, prices.get(str(way.bucket.address), ()))
            if saving is not None:
                savings.setdefault(str(way.bucket.address), []).append((saving, way))
    for address in dict.fromkeys(str(way.bucket.address) for way in ways):
        known = savings.get(address)
        first = next(way for way in ways if str(way.bucket.address) == address)
        saving, best = max(known, key=lambda found: found[0]) if known else (None, first)
        yield _proposal(site, best, saving)


def _components(costs: Iterable[ResourceCost]) -> Mapping[str, tuple[Component, ...]]:
    return {cost.address: cost.components for cost in costs}


def _ways(site: Site) -> Iterator[_Way]:
    """Yield each bucket that keeps its objects where they are, with each class for them."""
    taken: list[str] = []
    for bucket in site.plan.managed:
        facts = site.facts.lifecycles["types"].get(bucket.type)
        if not facts or not _is_standard(bucket, facts):
            continue
        for target in facts["classes"]:
            change = _change(site, bucket, facts, target, taken)
            if change is not None:
                yield _Way(bucket, facts, target, change)
        if "beside" in facts:
            taken.append(_new_address(site, bucket, facts, taken).config_address)


def _is_standard(bucket: Resource, facts: Mapping[str, Any]) -> bool:
    wanted: Mapping[str, Any] = facts.get("only", {})
    return all(
        bucket.attributes.get(name) in (None, *allowed) or _is_left_to_the_cloud(bucket, name)
        for name, allowed in wanted.items()
    )


def _is_left_to_the_cloud(resource: Resource, attribute: str) -> bool:
    """Whether nobody writes an attribute, so that the provider's own value will stand there."""
    unknown = resource.attributes.get(attribute) is UNKNOWN
    return unknown and not any(e.path[0] == attribute for e in resource.expressions)


def _new_address(
    site: Site, bucket: Resource, facts: Mapping[str, Any], taken: list[str]
) -> Address:
    number = "" if bucket.index is None else f"_{bucket.index}"
    name = f"{bucket.name}{number}_ageing"
    return free_address(site.plan, facts["beside"], name, module=bucket.module_path, taken=taken)


def _change(
    site: Site,
    bucket: Resource,
    facts: Mapping[str, Any],
    target: Mapping[str, Any],
    taken: list[str],
) -> Change | None:
    """Return the rule as an edit of the rules there are, or as a resource of its own.

    None where a rule moves objects already, or the rules cannot be read.
    """
    attribute = facts.get("within", "rule")
    users = site.links.users_of(bucket, facts["beside"]) if "beside" in facts else (bucket,)
    if any(_moves(u, attribute, site.facts.lifecycles["moving"]) for u in (bucket, *users)):
        return None
    if users:
        rules = (*_kept(users[0].attributes.get(attribute) or ()), target["rule"])
        return Edit(str(users[0].address), (attribute,), rules)
    mention = facts["mentions"]
    attributes = {mention["as"]: UNKNOWN, attribute: (target["rule"],)}
    reference = Expression.of((mention["as"],), Ref(str(bucket.address), mention["attribute"]))
    address = _new_address(site, bucket, facts, taken)
    return Addition(make_resource(address, attributes, expressions=(reference,)))


def _moves(carrier: Resource, attribute: str, words: tuple[str, ...]) -> bool:
    """Whether rules of a resource move objects, or may do so for what the plan tells."""
    if carrier.attributes.get("autoclass") not in (None, (), UNKNOWN):
        return True
    if any(e.path[0] in (attribute, _INLINE) for e in carrier.expressions):
        return True
    if carrier.attributes.get(attribute) is UNKNOWN and attribute != _INLINE:
        return True
    return any(_holds(carrier.attributes.get(name), words) for name in (attribute, _INLINE))


def _holds(value: Any, words: tuple[str, ...]) -> bool:
    """Whether one of the words is the name of something that is set inside a value."""
    if isinstance(value, Mapping):
        return any(
            (k in words and v not in (None, (), -1, "")) or _holds(v, words)
            for k, v in value.items()
        )
    return isinstance(value, tuple) and any(_holds(v, words) for v in value)


def _kept(value: Any) -> Any:
    """Return rules without what is unknown or absent in them, to be written again.

    An empty text goes as well, as a default does, unless nothing else stands beside it.
    """
    if isinstance(value, Mapping):
        inside = {k: _kept(v) for k, v in value.items() if v is not UNKNOWN}
        told = {k: v for k, v in inside.items() if v is not None and v != ()}
        return {k: v for k, v in told.items() if v != ""} or told
    return tuple(map(_kept, value)) if isinstance(value, tuple) else value


def _saving(site: Site, way: _Way, after: Iterable[Component]) -> Decimal | None:
    """Return what a class saves a month by the bucket's usage; None when something is unknown."""
    usage, keys = way.facts["usage"], way.target["usage"]
    stored, written, read = _used(site, way)
    here = _prices(site.costs[str(way.bucket.address)].components, usage, min)
    there = _prices(after, keys, max)
    if stored is None or written is None or read is None or here is None or there is None:
        return None
    size = Decimal(site.facts.lifecycles["object_mb"]) / _MB_PER_GB
    per = Decimal(way.facts["per"])
    old = max(stored - written * per * size, Decimal(0))
    reread = read * per * size
    cold = old if "retrieved" in keys else old - min(reread, old)
    saved = cold * (here["stored"] - there["stored"])
    requests = written * there["moved"] + read * (there["read"] - here["read"])
    retrieved = reread * there.get("retrieved", Decimal(0))
    watched = old / size / per * there.get("watched", Decimal(0))
    return saved - requests - retrieved - watched


def _used(site: Site, way: _Way) -> tuple[Decimal | None, ...]:
    """Return what is stored, written and read a month, in the units of the prices."""
    cost, usage = site.costs.get(str(way.bucket.address)), way.facts["usage"]
    now = cost.components if cost else ()
    return tuple(_quantity(now, usage[key]) for key in ("stored", "written", "read"))


def _quantity(components: Iterable[Component], key: str) -> Decimal | None:
    """Return what is used of something; one of several tiers without a quantity hides it all."""
    found = [c.monthly_quantity for c in components if c.usage_key == key]
    known = [quantity for quantity in found if quantity is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(found) else None


def _prices(
    components: Iterable[Component],
    keys: Mapping[str, str],
    choose: Callable[[list[Decimal]], Decimal],
) -> Mapping[str, Decimal] | None:
    """Return unit prices by what they are for, of several tiers one; None when one is unknown."""
    prices: dict[str, Decimal] = {}
    listed = tuple(components)
    for name, key in keys.items():
        found = [c.unit_price for c in listed if c.usage_key == key]
        known = [price for price in found if price is not None]
        if not known or len(known) < len(found):
            return None
        prices[name] = choose(known)
    return prices


def _proposal(site: Site, way: _Way, saving: Decimal | None) -> Proposal:
    facts = site.facts.lifecycles
    address, name = str(way.bucket.address), way.target["name"]
    why = str(way.target["note"])
    if saving is not None:
        why += (
            f" Worked out for objects of {facts['object_mb']} MB, which is an assumption: what was"
            f" written within {facts['days']} days stays, all reads are of what has moved. Moving"
            " what is there already is paid for once, as requests."
        )
    title = f"Move objects to {name} after {facts['days']} days"
    return Proposal(
        "storage-lifecycle", title, address, (way.change,), Risk.MEDIUM, why,
        monthly_saving=saving, assumed=saving is not None,
    )  # fmt: skip
