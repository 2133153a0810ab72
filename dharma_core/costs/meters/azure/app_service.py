"""App Service plans and what runs on them: function apps and logic apps.

A plan is billed by its size; the sizes made for functions and workflows (EP, Y1, WS) are billed at
the app that runs on them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject, amount
from dharma_core.costs.meters.azure.quantities import over, round_up, times
from dharma_core.plan import UNKNOWN, Resource
from dharma_core.units import HOURS_PER_MONTH

__all__ = ["app_service_plan", "function_app", "logic_app_standard", "service_plan"]

_PLANS = "azurerm_service_plan"
_MILLION = 1_000_000
_SERVERLESS = ("EP", "Y1", "FC")  # first letters of the sizes made for functions
_MILLISECONDS_BY_MB = 1000 * 1024


def service_plan(subject: Subject) -> Iterator[Component]:
    """Yield the hours of an ``azurerm_service_plan``'s workers."""
    workers = subject.number("worker_count", 1)
    system = str(subject.get("os_type", "Windows")).lower()
    linux = "linux" if system == "linux" else "windows"
    yield from _plan_hours(subject, subject.get("sku_name", UNKNOWN), linux, workers)


def app_service_plan(subject: Subject) -> Iterator[Component]:
    """Yield the hours of an ``azurerm_app_service_plan``'s workers."""
    kind = str(subject.get("kind", "Windows")).lower()
    if kind in subject.facts["billed_at_app"]:
        return
    system = "windows" if kind in subject.facts["windows_kinds"] else "linux"
    workers = amount(subject.at("sku.capacity", 1))
    yield from _plan_hours(subject, subject.at("sku.size", UNKNOWN), system, workers)


def _plan_hours(
    subject: Subject, size: Any, system: str, workers: Decimal | None
) -> Iterator[Component]:
    shown = size if isinstance(size, str) else "unknown size"
    line = Line(f"Instance usage ({shown})", "hours", times(HOURS_PER_MONTH, workers))
    if not isinstance(size, str):
        yield subject.unpriced(line, "The plan's size is known only after apply.")
        return
    facts = subject.facts_of(_PLANS)
    if size[:2].upper() in facts["billed_at_app"]:
        return
    named = _price_list_size(facts, size)
    option = "included" if named in facts["free_sizes"] else "on_demand"
    yield subject.bill(line, subject.key("app_service/plan", option=option, size=named, os=system))


def _price_list_size(facts: Mapping[str, Any], size: str) -> str:
    """Return a size as the price list writes it: ``P1v3``, whatever the letters' case."""
    tier = size.upper().replace("MV", "mv").replace("V", "v")
    return str(facts["other_names"].get(tier, tier))


@dataclass(frozen=True, slots=True)
class _PlanOfApp:
    """What an app needs to know of its plan; empty texts where nothing says it."""

    size: str = ""
    tier: str = ""
    kind: str = ""
    modern: bool = False

    @property
    def is_premium(self) -> bool:
        """Whether functions are billed by reserved cores, not by executions."""
        elastic = self.kind == "elastic" or self.tier == "elasticpremium"
        return self.size.startswith("EP") and (self.modern or elastic)


def _plan_of(subject: Subject) -> _PlanOfApp:
    for plan in subject.targets("service_plan_id", "app_service_plan_id"):
        if plan.type == _PLANS:
            return _PlanOfApp(_upper(plan.attributes.get("sku_name")), modern=True)
        if plan.type == "azurerm_app_service_plan":
            return _legacy_plan(plan)
    return _PlanOfApp()


def _legacy_plan(plan: Resource) -> _PlanOfApp:
    skus = plan.attributes.get("sku")
    sku = skus[0] if isinstance(skus, tuple) and skus else skus
    sku = sku if isinstance(sku, Mapping) else {}
    kind, tier = plan.attributes.get("kind"), sku.get("tier")
    return _PlanOfApp(_upper(sku.get("size")), _upper(tier).lower(), _upper(kind).lower())


def _upper(value: Any) -> str:
    return value.upper() if isinstance(value, str) else ""


def function_app(subject: Subject) -> Iterator[Component]:
    """Yield reserved cores and memory on a premium plan, else execution time and executions.

    On a plan of reserved workers the plan is all that is paid. Older plans of such sizes are taken
    for ones billed by execution, as the worked cases do.
    """
    plan = _plan_of(subject)
    if plan.modern and plan.size and not plan.size.startswith(_SERVERLESS):
        return
    if plan.is_premium:
        yield from _reserved(subject, plan.size)
    else:
        yield from _by_execution(subject, plan)


def _reserved(subject: Subject, size: str) -> Iterator[Component]:
    """Yield the cores and memory of a premium plan's instances."""
    facts = subject.facts_of("azurerm_function_app")["premium_sizes"].get(size, {})
    used = subject.used("instances")
    count = Decimal(1) if used is None else used
    for name, unit, each in (
        ("vCPU", "vCPU", amount(facts.get("vcpu"))),
        ("Memory", "GB", over(amount(facts.get("memory_mb")), 1024)),
    ):
        line = Line(f"{name} ({size})", unit, times(each, count), "instances")
        yield subject.bill(line, subject.key("functions/premium", part=name.lower()))


def _by_execution(subject: Subject, plan: _PlanOfApp) -> Iterator[Component]:
    """Yield execution time and executions; the flexible plan has prices of its own."""
    flexible = {"plan": "flexible"} if plan.size.startswith("FC") else {}
    usage_key = "monthly_executions"
    line = Line("Execution time", "GB-seconds", _gb_seconds(subject), usage_key)
    yield subject.bill(line, subject.key("functions/execution_time", **flexible))
    millions = over(subject.used(usage_key), _MILLION)
    line = Line("Executions", "1M requests", millions, usage_key)
    yield subject.bill(line, subject.key("functions/executions", **flexible))


def _gb_seconds(subject: Subject) -> Decimal | None:
    """Return executions x memory x duration, memory and duration rounded up as they are billed."""
    facts = subject.facts_of("azurerm_function_app")
    memory, length = subject.used("memory_mb"), subject.used("execution_duration_ms")
    if memory is None or length is None:
        return None
    billed_mb = max(round_up(memory, facts["memory_step_mb"]), Decimal(facts["memory_step_mb"]))
    billed_ms = max(length, Decimal(facts["least_duration_ms"]))
    total = times(subject.used("monthly_executions"), billed_mb, billed_ms)
    return over(total, _MILLISECONDS_BY_MB)


def logic_app_standard(subject: Subject) -> Iterator[Component]:
    """Yield the cores and memory of a workflow plan's size, and connector calls."""
    size = _plan_of(subject).size
    if size not in subject.facts["sizes"]:
        size = subject.word("sku").upper()
    facts = subject.facts["sizes"].get(size, {})
    shown = size if facts else "unknown SKU"
    for name, unit, part in (("vCore", "vCore", "vcpu"), ("memory", "GB", "memory_mb")):
        each = amount(facts.get(part))
        quantity = over(each, 1024) if part == "memory_mb" else each
        line = Line(f"Workflow {name} ({shown})", unit, quantity, "sku")
        yield subject.bill(line, subject.key("logic_apps/workflow", part=name.lower()))
    for kind in ("standard", "enterprise"):
        usage_key = f"monthly_{kind}_connector_calls"
        line = Line(f"{kind.title()} connectors", "calls", subject.used(usage_key), usage_key)
        yield subject.bill(line, subject.key("logic_apps/connector_calls", connector=kind))
