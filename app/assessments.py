"""What pages ask again and again about one design, remembered for five minutes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import streamlit as st

from dharma_core.views.designs import Standing

if TYPE_CHECKING:
    from dharma_core.blueprints import Blueprint
    from dharma_core.blueprints.records import BlueprintSummary
    from dharma_core.costs.estimates import Estimate
    from dharma_core.costs.side_by_side import SideBySide
    from dharma_core.generation.output import Generation
    from dharma_core.plan import Plan
    from dharma_core.policies.findings import CheckReport
    from dharma_core.recommendations import SavingsReport
    from dharma_core.workbench import Workbench

__all__ = [
    "Source",
    "check_of",
    "estimate_of",
    "generation_of",
    "plan_of",
    "standing_of",
    "store_key",
]

_TTL_S = 300
_KEPT = 64


@dataclass(frozen=True, slots=True)
class Source:
    """A design that a page looks at.

    Parameters
    ----------
    name : str
        What the workbench calls it: a stored id with its version, a template's name, a file's.
    label : str
        For people.
    text : str
        Of an uploaded file; empty otherwise.
    data : bytes
        Of an uploaded archive; empty otherwise.
    store : str
        Which store and tenant it is from; keeps remembered answers apart.
    """

    name: str
    label: str
    text: str = ""
    store: str = ""
    data: bytes = b""

    @property
    def digest(self) -> str:
        """What remembered answers are kept under."""
        parts = "\0".join((self.store, self.name, self.text))
        return hashlib.sha256(parts.encode() + self.data).hexdigest()


def plan_of(bench: Workbench, source: Source) -> Plan:
    """Return the Plan of a source."""
    return _plan(source.digest, bench, source)


def check_of(bench: Workbench, source: Source) -> CheckReport:
    """Return the findings of a source."""
    return _check(source.digest, bench, source)


def estimate_of(
    bench: Workbench,
    source: Source,
    usage_text: str | None,
    preset: str = "",
    *,
    load: Decimal = Decimal(1),
) -> Estimate:
    """Return the estimate of a source with a usage file's text, a preset and a load."""
    return _estimate(source.digest, (usage_text, preset, load), bench, source)


def savings_of(
    bench: Workbench, source: Source, usage_text: str | None, preset: str, *, interruptible: bool
) -> SavingsReport:
    """Return what a source could save."""
    return _savings(source.digest, (usage_text, preset, interruptible), bench, source)


def side_by_side_of(
    bench: Workbench, source: Source, places: tuple[str, ...], usage: tuple[str | None, str]
) -> SideBySide:
    """Return a source priced in several places, with a usage file's text and a preset."""
    return _side_by_side(source.digest, (places, *usage), bench, source)


def generation_of(bench: Workbench, source: Source, format_: str, syntax: str) -> Generation:
    """Return the code of a source, unchecked, with what the format cannot express listed."""
    return _generation(source.digest, format_, syntax, bench, source)


def standing_of(bench: Workbench, summary: BlueprintSummary) -> Standing:
    """Return cost and posture of a stored design, without putting a judgement on record."""
    return _standing(store_key(bench), summary.id, summary.version, bench)


def store_key(bench: Workbench) -> str:
    """Return what tells this store and tenant from every other."""
    return f"{bench.settings.store_url} {bench.actor.tenant}"


@st.cache_resource(ttl=_TTL_S, max_entries=_KEPT, show_spinner=False)
def _plan(digest: str, _bench: Workbench, _source: Source) -> Plan:  # noqa: ARG001 - what it is kept under
    if _source.data:
        return _bench.read_upload(_source.data, name=_source.name)
    if _source.text:
        return _bench.read_text(_source.text, name=_source.name, partial=True)
    return _bench.read(_source.name, partial=True)


@st.cache_resource(ttl=_TTL_S, max_entries=_KEPT, show_spinner=False)
def _check(digest: str, _bench: Workbench, _source: Source) -> CheckReport:  # noqa: ARG001 - what it is kept under
    return _bench.check(plan_of(_bench, _source))


@st.cache_resource(ttl=_TTL_S, max_entries=_KEPT, show_spinner=False)
def _estimate(
    digest: str,  # noqa: ARG001 - what it is kept under
    usage: tuple[str | None, str, Decimal],
    _bench: Workbench,
    _source: Source,
) -> Estimate:
    text, preset, load = usage
    plan = plan_of(_bench, _source)
    return _bench.estimate(plan, usage_text=text, preset=preset, load=load)


@st.cache_resource(ttl=_TTL_S, max_entries=_KEPT, show_spinner=False)
def _savings(
    digest: str,  # noqa: ARG001 - what it is kept under
    asked: tuple[str | None, str, bool],
    _bench: Workbench,
    _source: Source,
) -> SavingsReport:
    text, preset, interruptible = asked
    plan = plan_of(_bench, _source)
    return _bench.savings(plan, usage_text=text, preset=preset, interruptible=interruptible)


@st.cache_resource(ttl=_TTL_S, max_entries=_KEPT, show_spinner=False)
def _side_by_side(
    digest: str,  # noqa: ARG001 - what it is kept under
    asked: tuple[tuple[str, ...], str | None, str],
    _bench: Workbench,
    _source: Source,
) -> SideBySide:
    places, text, preset = asked
    subject: str | Plan | Blueprint = _source.name
    if _source.data:
        subject = plan_of(_bench, _source)
    elif _source.text:
        subject = _bench.design_in(_source.text, name=_source.name)
    return _bench.side_by_side(subject, places, usage_text=text, preset=preset)


@st.cache_resource(ttl=_TTL_S, max_entries=_KEPT, show_spinner=False)
def _generation(
    digest: str,  # noqa: ARG001 - what it is kept under
    format_: str,
    syntax: str,
    _bench: Workbench,
    _source: Source,
) -> Generation:
    plan = plan_of(_bench, _source)
    return _bench.generate(plan, format_, syntax=syntax or None, checks=False, partial=True)


@st.cache_resource(ttl=_TTL_S, max_entries=_KEPT, show_spinner=False)
def _standing(store: str, id_: str, version: str, _bench: Workbench) -> Standing:  # noqa: ARG001 - what it is kept under
    plan = _bench.read_text(
        _bench.blueprint_text(f"{id_}@{version}"), name=f"{id_}.yaml", partial=True
    )
    return Standing(plan.name, _bench.estimate(plan), _bench.check(plan))
