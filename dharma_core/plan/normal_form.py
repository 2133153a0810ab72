"""One form for Plans that mean the same, however they were written; and what one lacks of another.

Two Plans of the same infrastructure differ in form: a route stands in its table or beside it, a
default is written or left out, a policy's JSON is spaced, a bucket is named by its reference or by
its name. :func:`normal_form` takes these differences away:

- satellites are folded into their owner (:mod:`dharma_core.plan.satellites`);
- what the provider computes, what nobody knows and what says nothing is left out, its defaults
  are filled in;
- sets have no order, JSON texts are compared as values, IAM's lists of one are their element;
- references name the target in the normal form's own words; where a value is known as well, either
  may agree (:class:`Link`);
- secrets are only there or not;
- addresses are compared without modules, indexes and the case of their words, so that formats
  that flatten modules or have other rules for names can be compared.

:func:`~dharma_core.plan.lost_attributes` lists what the one has and the other has not. Ask both
ways round for equality.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from dharma_core.plan.address import Index
from dharma_core.plan.catalog import AttributeFact, Catalog
from dharma_core.plan.frozen import UNKNOWN, Path, get_path
from dharma_core.plan.losses import Bag, Link, NormalForm
from dharma_core.plan.masking import MASKED
from dharma_core.plan.satellites import INLINE, SATELLITES
from dharma_core.plan.values import Expression, Output, Plan, Ref, Resource

__all__ = ["PRESENT", "normal_form"]

PRESENT: Final = "(secret)"
"""Stands for a secret: it is there, and nobody compares it."""

_NEVER = frozenset({"id", "tags_all", "timeouts"})


def normal_form(plan: Plan, catalog: Catalog) -> NormalForm:
    """Return what a Plan means, without the form it was written in.

    Parameters
    ----------
    plan : Plan
        Managed resources count; data sources are only named by who reads them.
    catalog : Catalog
        Tells defaults, sets, and what the provider computes.

    Returns
    -------
    NormalForm
        Compare two with :func:`~dharma_core.plan.lost_attributes`; plain equality does not know
        that a reference and a value may agree.

    Examples
    --------
    >>> from dharma_core.plan import Address, make_catalog, make_resource
    >>> bucket = make_resource(Address("aws_s3_bucket", "logs", index=0), {"bucket": "logs"})
    >>> facts = {"bucket": "logs", "versioning_configuration": ({"status": "Enabled"},)}
    >>> part = make_resource(Address("aws_s3_bucket_versioning", "v"), facts)
    >>> form = normal_form(Plan((bucket, part)), make_catalog(()))
    >>> form.resources["aws_s3_bucket.logs_0"]["aws_s3_bucket_versioning"]
    ({'versioning_configuration': ({'status': 'Enabled'},)},)
    """
    return _Normalising(plan, catalog).form()


class _Normalising:
    """One Plan on its way to its normal form."""

    def __init__(self, plan: Plan, catalog: Catalog) -> None:
        self.plan, self.catalog = plan, catalog
        self.keys = _keys(plan)
        self.owners = {
            str(r.address): owner
            for r in plan.managed
            if (owner := _owner(plan, r)) is not None
        }  # fmt: skip
        self.variables = {v.name: v for v in plan.variables}

    def form(self) -> NormalForm:
        """Return the normal form."""
        found: dict[str, dict[str, Any]] = {}
        for resource in self.plan.managed:
            if str(resource.address) not in self.owners:
                found[self.keys[str(resource.address)]] = dict(self.attributes(resource))
        for resource in self.plan.managed:
            owner = self.owners.get(str(resource.address))
            if owner is not None:
                self._fold(found[self.keys[str(owner.address)]], resource)
        outputs = {_word(o.name): self.output(o) for o in self.plan.outputs}
        return NormalForm(
            found,
            {self.keys[str(r.address)]: str(r.address) for r in self.plan.managed},
            {name: value for name, value in outputs.items() if value is not None},
        )

    def attributes(self, resource: Resource) -> Iterator[tuple[str, Any]]:
        """Yield the attributes of one resource, and what it explicitly waits for."""
        reader = _Reader(self, resource)
        kind = self.catalog.find(resource.type)
        facts = kind.attributes if kind is not None else {}
        spread = INLINE.get(resource.type, {})
        unset = kind.sections.get("terraform", {}).get("unset", {}) if kind is not None else {}
        for name, value in reader.level(resource.attributes, facts, ()).items():
            if name in unset and unset[name] == value:
                continue  # what the provider reports where nobody wrote anything
            if name in spread and isinstance(value, tuple):
                pieces = (p for item in value for p in spread[name](name, item))
                yield name, Bag(item for _, item in pieces)
            else:
                yield name, value
        read = {name for ref in resource.references for name in self._read(ref, resource.index)}
        waits = {self.key(address) for address in resource.depends_on} - read
        if waits:
            yield "depends_on", dict.fromkeys(sorted(waits), True)
        said = {n: v for n, v in resource.lifecycle.items() if not _follows(n, resource)}
        if said:
            yield "lifecycle", _plain(said)

    def output(self, output: Output) -> Any:
        """Return an output's value, scalars as text; None when nothing is known of it."""
        if output.sensitive:
            return PRESENT
        value = output.value
        if isinstance(value, (bool, int, float)):
            value = json.dumps(value)  # formats differ on an output's type
        if output.mentions or any(isinstance(p, Ref) for p in output.parts):
            return self.link(Expression((), output.parts, output.mentions), value)
        return None if value is UNKNOWN or value is None else _plain(value)

    def key(self, address: str) -> str:
        """Return the normal address, of the owner where it is a satellite's."""
        owner = self.owners.get(address)
        found = address if owner is None else str(owner.address)
        return self.keys.get(found) or _normal_words(found)

    def link(self, expression: Expression, value: Any, index: Index = None) -> Any:
        """Return how a value is written, and whom it reads; a plain value when it reads nobody.

        Parameters
        ----------
        index : int, str or None
            Of the resource that reads: of a counted block it means the one with its own index.
        """
        mentions = expression.mentions or tuple(p for p in expression.parts if isinstance(p, Ref))
        pieces = [p if isinstance(p, str) else self._piece(p) for p in expression.parts]
        reads = frozenset(name for m in mentions for name in self._read(m, index))
        if not reads and value is not UNKNOWN:
            return _plain(value)
        known = value if value is UNKNOWN else _plain(value)
        text = _canonical_text("".join(pieces))
        return Link(text, reads, known) if text or reads or known is not UNKNOWN else None

    def _read(self, ref: Ref, index: Index) -> Iterator[str]:
        """Yield the normal addresses of the managed resources and open variables of a mention."""
        if ref.target.startswith("var."):
            name = ref.target.removeprefix("var.")
            variable = self.variables.get(name)
            if variable is None or variable.value in (None, UNKNOWN, MASKED):
                yield f"var.{_word(name)}"
            return
        found = [r for r in self.plan.resolve(ref) if r.address.mode == "managed"]
        same = [r for r in found if r.index is not None and r.index == index]
        for resource in same if len(found) > 1 and same else found:
            yield self.key(str(resource.address))

    def _piece(self, ref: Ref) -> str:
        if ref.target.startswith("var."):
            variable = self.variables.get(ref.target.removeprefix("var."))
            value = variable.value if variable is not None else UNKNOWN
            if isinstance(value, (str, int)) and value != MASKED:
                return value if isinstance(value, str) else json.dumps(value)
            return f"${{var.{_word(ref.target.removeprefix('var.'))}}}"
        return f"${{{self.key(ref.target)}.{self._attribute(ref)}}}"

    def _attribute(self, ref: Ref) -> str:
        """Return the attribute; those that all mean the resource's identity are ``id``."""
        type_ = self.key(ref.target).partition(".")[0]
        kind = self.catalog.types.get(type_)
        section = kind.sections.get("cloudformation", {}) if kind is not None else {}
        if ref.attribute in ("", "id", *section.get("ref", ())):
            return "id"
        names = section.get("attributes", {})
        meant = names.get(ref.attribute)
        same = (a for a, name in names.items() if meant is not None and name == meant)
        return min(same, key=lambda a: (a != "id", a), default=ref.attribute)

    def _fold(self, owner: dict[str, Any], resource: Resource) -> None:
        satellite = SATELLITES[resource.type]
        values = {k: v for k, v in self.attributes(resource) if k != satellite.by}
        if satellite.to is None:
            owner[resource.type] = Bag((*owner.get(resource.type, ()), values))
            return
        kind = self.catalog.find(satellite.owner)
        for name, item in satellite.to(values):
            fact = kind.attributes.get(name) if kind is not None else None
            several = name in INLINE.get(satellite.owner, {}) or (
                fact is not None and fact.type.startswith(("list(", "set("))
            )
            owner[name] = Bag((*owner.get(name, ()), item)) if several else item


class _Reader:
    """The values of one resource."""

    def __init__(self, work: _Normalising, resource: Resource) -> None:
        self._work, self._resource = work, resource
        self._written = {e.path: e for e in resource.expressions}

    def level(
        self, values: Mapping[str, Any], facts: Mapping[str, AttributeFact], path: Path
    ) -> dict[str, Any]:
        """Return the members of one level that say something, defaults filled in."""
        result: dict[str, Any] = {}
        unsaid = [str(p[-1]) for p in self._written if p and p[:-1] == path]
        for name in dict.fromkeys((*values, *unsaid, *facts)):
            fact = facts.get(name)
            if name in _NEVER or (fact is not None and fact.read_only):
                continue
            value = self._value(values.get(name), fact, (*path, name))
            if value is None and fact is not None and fact.has_default:
                value = _plain(fact.default)
            if not _says_nothing(value, fact):
                result[name] = value
        return dict(sorted(result.items()))

    def _value(self, value: Any, fact: AttributeFact | None, path: Path) -> Any:
        if self._is_secret(value, fact, path):
            return PRESENT
        expression = self._written.get(path)
        if expression is not None and (expression.parts or not isinstance(value, tuple)):
            known = UNKNOWN if value is None else value
            return self._work.link(expression, known, self._resource.index)
        if isinstance(value, Mapping):
            return self.level(value, fact.members if fact is not None else {}, path)
        if isinstance(value, tuple):
            return self._items(value, fact, path)
        return None if value is UNKNOWN else _typed(_plain(value), fact)

    def _items(self, values: tuple[Any, ...], fact: AttributeFact | None, path: Path) -> Any:
        members = fact.members if fact is not None else {}
        found = []
        for index, value in enumerate(values):
            here = (*path, index)
            inside = isinstance(value, Mapping) and here not in self._written
            item = self.level(value, members, here) if inside else self._value(value, None, here)
            if item is not None and item != {}:
                found.append(item)
        if fact is not None and fact.type.startswith("set("):
            return Bag(sorted(found, key=repr))
        return tuple(found)

    def _is_secret(self, value: Any, fact: AttributeFact | None, path: Path) -> bool:
        marked = get_path(self._resource.sensitive, path) is True
        is_secret = marked or value == MASKED or (fact is not None and fact.sensitive)
        asked = path in self._written
        return is_secret and (asked or (value is not UNKNOWN and value not in (None, (), "")))


def _typed(value: Any, fact: AttributeFact | None) -> Any:
    """Return a scalar in the type its attribute has: formats write ``30`` and ``"30"``."""
    kind = fact.type if fact is not None else ""
    if kind == "string" and isinstance(value, (bool, int, float)):
        return json.dumps(value)
    if kind == "bool" and value in ("true", "false"):
        return value == "true"
    if kind == "number" and isinstance(value, str) and re.fullmatch(r"-?\d{1,18}", value):
        return int(value)
    return value


def _says_nothing(value: Any, fact: AttributeFact | None) -> bool:
    if value is None or (isinstance(value, (str, tuple, dict)) and not value):
        return True
    optional = fact is not None and not (fact.required or fact.computed or fact.has_default)
    return value is False and optional


def _follows(name: str, resource: Resource) -> bool:
    """Whether a lifecycle says no more than the resource: its name leaves room for a second."""
    open_ended = isinstance(resource.attributes.get("name_prefix"), str)
    return name == "create_before_destroy" and open_ended


def _plain(value: Any) -> Any:
    """Return a literal with whole numbers as such and JSON texts in one form."""
    if isinstance(value, str):
        return _canonical_text(value)
    if isinstance(value, Mapping):
        return {k: _plain(v) for k, v in sorted(value.items()) if v is not UNKNOWN}
    if isinstance(value, (list, tuple)):
        return tuple(_plain(v) for v in value if v is not UNKNOWN)
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _canonical_text(text: str) -> str:
    if not text.lstrip().startswith(("{", "[")) or text.startswith("${"):
        return text
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return json.dumps(_document(document), sort_keys=True, separators=(",", ":"))


def _document(value: Any) -> Any:
    """Return a policy document with IAM's lists of one as their element."""
    if isinstance(value, Mapping):
        return {key: _entry(key, inner) for key, inner in value.items()}
    return [_document(inner) for inner in value] if isinstance(value, list) else value


_UNORDERED = frozenset({"Action", "NotAction", "Resource", "NotResource", "AWS", "Service"})


def _entry(key: str, value: Any) -> Any:
    found = _document(value)
    if key == "Statement" and isinstance(found, Mapping):
        return [found]
    if key in _UNORDERED and isinstance(found, list):
        texts = sorted(found, key=str)
        return texts[0] if len(texts) == 1 else texts
    return found


def _owner(plan: Plan, resource: Resource) -> Resource | None:
    """Return the resource that this one is a part of, when the Plan holds it."""
    satellite = SATELLITES.get(resource.type)
    if satellite is None:
        return None
    for expression in resource.expressions:
        if expression.path == (satellite.by,):
            found = [r for ref in expression.mentions for r in plan.resolve(ref)]
            same = [r for r in found if r.index == resource.index] if len(found) > 1 else found
            for one in same:
                owner = one if one.type == satellite.owner else _owner(plan, one)
                if owner is not None:
                    return owner
    value = resource.attributes.get(satellite.by)
    if not isinstance(value, str):
        return None
    owners = plan.of_type(satellite.owner)
    return next((o for o in owners if _is_called(o, satellite.identity, value)), None)


def _is_called(owner: Resource, identity: Iterable[str], value: str) -> bool:
    return any(owner.attributes.get(name) == value for name in identity)


def _keys(plan: Plan) -> dict[str, str]:
    """Return the normal address of every resource: unique, in the order of the Plan."""
    result: dict[str, str] = {}
    taken: set[str] = set()
    for resource in plan.resources:
        address = resource.address
        module = re.sub(r"(^|\.)module\.", r"\1", address.module)
        index = "" if address.index is None else str(address.index)
        words = "_".join(w for w in (_word(module), _word(address.name), _word(index)) if w)
        prefix = "data." if address.mode == "data" else ""
        key, number = f"{prefix}{address.type}.{words}", 2
        while key in taken:
            key, number = f"{prefix}{address.type}.{words}_{number}", number + 1
        taken.add(key)
        result[str(address)] = key
    return result


def _normal_words(address: str) -> str:
    type_, dot, name = address.rpartition(".")
    return f"{type_}{dot}{_word(name)}"


def _word(text: str) -> str:
    """Return ``LogBucket``, ``log-bucket`` and ``log_bucket`` as one word."""
    words = re.sub(r"([a-z0-9])([A-Z])|([A-Z]+)([A-Z][a-z])", r"\1\3_\2\4", text)
    return re.sub(r"[^A-Za-z0-9]+", "_", words).strip("_").lower()
