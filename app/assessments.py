"""What pages ask again and again about one design, remembered for five minutes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

import streamlit as st

from dharma_core.views.designs import Standing

if TYPE_CHECKING:
    from dharma_core.blueprints import Blueprint
    from dharma_core.blueprints.records import BlueprintSummary
    from dharma_core.costs.estimates import Estimate
    from dharma_core.costs.side_by_side import SideBySide
    from dharma_core.finops.bill_usage.billed_usage import BilledUsage
    from dharma_core.generation.output import Generation
    from dharma_core.plan import Plan
    from dharma_core.policies.compliance import ComplianceReport
    from dharma_core.policies.excerpts import Excerpt
    from dharma_core.policies.findings import CheckReport
    from dharma_core.recommendations import SavingsReport
    from dharma_core.views.checked import Checked
    from dharma_core.workbench import Workbench

__all__ = [
    "Source",
    "check_of",
    "checked_of",
    "compliance_of",
    "estimate_by_bill",
    "estimate_of",
    "generation_of",
    "measured_of",
    "plan_of",
    "savings_of",
    "side_by_side_of",
    "standing_of",
    "store_key",
    "taken_away",
]

P = ParamSpec("P")
T = TypeVar("T")
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


def _remembered(
    answer: Callable[Concatenate[Workbench, Source, P], T],
) -> Callable[Concatenate[Workbench, Source, P], T]:
    """Keep the answers about a source under its digest and what else was asked."""

    def kept(
        digest: str,  # noqa: ARG001 - what it is kept under
        asked: tuple[tuple[Any, ...], dict[str, Any]],
        _bench: Workbench,
        _source: Source,
    ) -> T:
        return answer(_bench, _source, *asked[0], **asked[1])

    kept.__qualname__ = answer.__qualname__  # Streamlit keeps one cache a name
    cached = st.cache_resource(ttl=_TTL_S, max_entries=_KEPT, show_spinner=False)(kept)

    @wraps(answer)
    def ask(bench: Workbench, source: Source, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return cached(source.digest, (args, kwargs), bench, source)

    return ask


@_remembered
def plan_of(bench: Workbench, source: Source) -> Plan:
    """Return the Plan of a source."""
    if source.data:
        return bench.read_upload(source.data, name=source.name)
    if source.text:
        return bench.read_text(source.text, name=source.name, partial=True)
    return bench.read(source.name, partial=True)


def check_of(bench: Workbench, source: Source) -> CheckReport:
    """Return the findings of a source, judged by the waivers of this moment."""
    return _check_under(bench, source, bench.waiver_stamp())


@_remembered
def _check_under(bench: Workbench, source: Source, stamp: str) -> CheckReport:  # noqa: ARG001 - what it is kept under
    return bench.check(plan_of(bench, source))


def checked_of(bench: Workbench, source: Source) -> Checked:
    """Return the findings of a source with the lines they are about."""
    from dharma_core import __version__
    from dharma_core.views.checked import Checked

    plan, report = plan_of(bench, source), check_of(bench, source)
    excerpts = _excerpts_of(bench, source)
    moment = datetime.now(UTC)
    return Checked(
        report, plan.name, source.name, plan.kind, moment, excerpts, __version__,
        origin=plan.origin,
    )  # fmt: skip


def taken_away(bench: Workbench, checked: Checked) -> Checked:
    """Return findings as they may leave: people named for whoever may read users alone."""
    return replace(checked, report=bench.leaving(checked.report))


@_remembered
def _excerpts_of(bench: Workbench, source: Source) -> Mapping[str, Excerpt]:
    """Return the lines behind a source's findings, by fingerprint."""
    given = source.data or source.text.encode()
    texts = (
        bench.upload_texts(given, name=source.name) if given else bench.source_texts(source.name)
    )
    return bench.excerpts(plan_of(bench, source), check_of(bench, source), texts)


def compliance_of(bench: Workbench, source: Source, framework: str) -> ComplianceReport:
    """Return how the controls of a framework stand by the findings of a source."""
    return bench.compliance(plan_of(bench, source), check_of(bench, source), framework)


@_remembered
def estimate_of(
    bench: Workbench,
    source: Source,
    usage_text: str | None,
    preset: str = "",
    *,
    load: Decimal = Decimal(1),
) -> Estimate:
    """Return the estimate of a source with a usage file's text, a preset and a load."""
    plan = plan_of(bench, source)
    return bench.estimate(plan, usage_text=usage_text, preset=preset, load=load)


@_remembered
def estimate_by_bill(
    bench: Workbench,
    source: Source,
    bill: str,
    usage: tuple[str | None, str],
    *,
    load: Decimal = Decimal(1),
) -> Estimate:
    """Return the estimate with what the bills of a stamp measured, under a usage file's text."""
    plan, measured = plan_of(bench, source), measured_of(bench, source, bill)
    return bench.estimate(plan, usage=measured, usage_text=usage[0], preset=usage[1], load=load)


@_remembered
def measured_of(bench: Workbench, source: Source, bill: str) -> BilledUsage:  # noqa: ARG001 - what it is kept under
    """Return what the bills of a stamp measured of a source."""
    return bench.usage_from_bill(plan_of(bench, source))


@_remembered
def savings_of(
    bench: Workbench, source: Source, usage_text: str | None, preset: str, *, interruptible: bool
) -> SavingsReport:
    """Return what a source could save."""
    plan = plan_of(bench, source)
    return bench.savings(plan, usage_text=usage_text, preset=preset, interruptible=interruptible)


@_remembered
def side_by_side_of(
    bench: Workbench, source: Source, places: tuple[str, ...], usage: tuple[str | None, str]
) -> SideBySide:
    """Return a source priced in several places, with a usage file's text and a preset."""
    text, preset = usage
    subject: str | Plan | Blueprint = source.name
    if source.data:
        subject = plan_of(bench, source)
    elif source.text:
        subject = bench.design_in(source.text, name=source.name)
    return bench.side_by_side(subject, places, usage_text=text, preset=preset)


@_remembered
def generation_of(bench: Workbench, source: Source, format_: str, syntax: str) -> Generation:
    """Return the code of a source, unchecked, with what the format cannot express listed."""
    plan = plan_of(bench, source)
    return bench.generate(plan, format_, syntax=syntax or None, checks=False, partial=True)


def standing_of(bench: Workbench, summary: BlueprintSummary) -> Standing:
    """Return cost and posture of a stored design, without putting a judgement on record."""
    kept_under = f"{store_key(bench)} {bench.waiver_stamp()}"
    return _standing(kept_under, summary.id, summary.version, bench)


def store_key(bench: Workbench) -> str:
    """Return what tells this store and tenant from every other."""
    return f"{bench.settings.store_url} {bench.actor.tenant}"


@st.cache_resource(ttl=_TTL_S, max_entries=_KEPT, show_spinner=False)
def _standing(store: str, id_: str, version: str, _bench: Workbench) -> Standing:  # noqa: ARG001 - what it is kept under
    plan = _bench.read_text(
        _bench.blueprint_text(f"{id_}@{version}"), name=f"{id_}.yaml", partial=True
    )
    return Standing(plan.name, _bench.estimate(plan), _bench.check(plan))
