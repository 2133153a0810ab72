"""AI services: accounts billed by what is recognised or spoken, and deployments of models.

An account's meter may be bought ahead (a commitment, in the cloud or in a connected container):
then the commitment and what goes beyond it are billed instead of each unit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject
from dharma_core.costs.meters.azure.quantities import over
from dharma_core.plan import UNKNOWN

__all__ = ["cognitive_account", "cognitive_deployment"]

_Facts = Mapping[str, Any]


def cognitive_account(subject: Subject) -> Iterator[Component]:
    """Yield the meters of a speech, language or LUIS account."""
    kind, sku = subject.get("kind", UNKNOWN), subject.get("sku_name", UNKNOWN)
    if kind in subject.facts["billed_at_deployments"] or sku in ("F0", "Free"):
        return
    meters = subject.facts["kinds"].get(kind) if isinstance(kind, str) else None
    if meters is None:
        note = f"Dharma has no prices of the kind {kind}." if isinstance(kind, str) else "Unknown."
        yield subject.unpriced(Line("Transactions", "1K transactions", None), note)
        return
    for meter in meters:
        if not _is_committed(subject, meter):
            yield from _as_you_go(subject, meter)
        for place in subject.facts["commitments"]:
            yield from _commitment(subject, meter, place)


def _commitment_key(place: _Facts, key: str) -> str:
    return f"monthly_{place['usage']}_{key}"


def _is_committed(subject: Subject, meter: _Facts) -> bool:
    bought = meter.get("commitment")
    return bought is not None and any(
        subject.used(_commitment_key(place, bought["usage"])) is not None
        for place in subject.facts["commitments"]
    )


def _as_you_go(subject: Subject, meter: _Facts) -> Iterator[Component]:
    used = subject.used(meter["usage"])
    key = subject.key("cognitive/units", meter=meter["id"])
    if "tiers" not in meter:
        quantity = over(used, meter.get("per", 1))
        yield subject.bill(Line(meter["name"], meter["unit"], quantity, meter["usage"]), key)
        return
    if used is None:
        name = f"{meter['name']} ({meter['shown_tier']})"
        yield subject.bill(Line(name, meter["unit"], None, meter["usage"]), key)
        return
    for tier in meter["tiers"]:
        share = min(used, Decimal(tier.get("to", used))) - tier.get("from", 0)
        if share > 0:
            line = Line(
                f"{meter['name']} ({tier['name']})", meter["unit"],
                over(share, meter["per"]), meter["usage"],
            )  # fmt: skip
            yield subject.bill(line, key)


def _commitment(subject: Subject, meter: _Facts, place: _Facts) -> Iterator[Component]:
    """Yield a commitment of a size that is sold, and what was used beyond it."""
    bought = meter.get("commitment")
    if bought is None:
        return
    usage_key = _commitment_key(place, bought["usage"])
    size = subject.used(usage_key)
    if size is None or size not in bought["sizes"]:
        return
    common = {"meter": meter["id"], "size": f"{size:f}", "runs_in": str(place["runs_in"])}
    line = Line(
        f"{meter['name']} ({place['label']})", bought["unit"], over(size, bought["per"]), usage_key
    )
    yield subject.bill(line, subject.key("cognitive/commitment", **common))
    usage_key = _commitment_key(place, bought["overage_usage"])
    beyond = subject.used(usage_key)
    if beyond is not None:
        words = place[bought["overage_label"]]
        name = f"{bought.get('overage_name', meter['name'])} ({words})"
        line = Line(name, meter["unit"], over(beyond, meter.get("per", 1)), usage_key)
        yield subject.bill(line, subject.key("cognitive/overage", **common))


def cognitive_deployment(subject: Subject) -> Iterator[Component]:
    """Yield what a model is billed by: tokens, images, hours or sessions."""
    model = subject.at("model.name", UNKNOWN)
    if not isinstance(model, str):
        line = Line("Model usage", "1K tokens", None)
        yield subject.unpriced(line, "The model is known only after apply.")
        return
    for group in _groups(subject, model):
        for meter in subject.facts["meters"][group]:
            used = subject.used(meter["usage"])
            if meter.get("used") and used is None:
                continue
            name = meter["name"].replace("MODEL", model)
            line = Line(name, meter["unit"], over(used, meter.get("per", 1)), meter["usage"])
            shared = "MODEL" not in meter["name"]
            of = {} if shared else {"model": model}
            yield subject.bill(line, subject.key(f"openai/{meter['price']}", **of))


def _groups(subject: Subject, model: str) -> tuple[str, ...]:
    """Return the groups of meters of a model: its own, else those of its family."""
    own = subject.facts["models"].get(model)
    if own is not None:
        return tuple(own)
    families = subject.facts["families"]
    found = (f["meters"] for f in families if model.startswith(f["prefix"]))
    return tuple(next(found, ("language",)))
