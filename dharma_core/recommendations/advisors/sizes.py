"""Sizes: the newer generation, the ARM twin, the smallest that still bears the peak."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from dharma_core.blueprints.ports import Size, SizeNeed
from dharma_core.plan import Path, Resource, get_path
from dharma_core.recommendations.advice import Proposal, Risk
from dharma_core.recommendations.advising import Site
from dharma_core.recommendations.changes import Edit
from dharma_core.recommendations.savings_facts import SavingsFacts, Sized
from dharma_core.recommendations.utilisation import Utilisation, utilisation_of

__all__ = ["right_size", "use_arm", "use_newer_generation"]


def use_newer_generation(site: Site) -> Iterator[Proposal]:
    """Propose the same shape of a later generation or a compatible processor."""
    for resource, sized, name in _sized(site):
        cloud = SavingsFacts.cloud_of(resource.type)
        for rule in site.facts.successors:
            newer = rule.of(cloud, name)
            if newer and newer != name:
                change = _Resize("newer-generation", resource, sized.path, name, newer)
                risk = Risk.LOW if sized.managed else Risk(rule.risk)
                why = f"{newer} has the same vCPUs and memory as {name}. {rule.note}".strip()
                yield change.proposal(risk, why)
                break


def use_arm(site: Site) -> Iterator[Proposal]:
    """Propose the shape's twin on ARM; functions of Lambda too."""
    for resource, sized, name in _sized(site):
        if sized.windows:
            continue
        cloud = SavingsFacts.cloud_of(resource.type)
        found = (rule.of(cloud, name) for rule in site.facts.arm)
        newer = next((n for n in found if n and n != name), "")
        if newer:
            risk = Risk.LOW if sized.managed else Risk.HIGH
            why = (
                "The service runs on ARM as it does on x86."
                if sized.managed
                else "The image and every program in it must be built for ARM (arm64)."
            )
            yield _Resize("arm", resource, sized.path, name, newer).proposal(risk, why)
    yield from _functions(site)


def _functions(site: Site) -> Iterator[Proposal]:
    for resource in site.plan.of_type("aws_lambda_function"):
        if resource.attributes.get("architectures") in (None, (), ("x86_64",)):
            edit = Edit(str(resource.address), ("architectures",), ("arm64",))
            yield Proposal(
                "arm", "Run the function on ARM", edit.address, (edit,), Risk.MEDIUM,
                "Layers and compiled packages must be built for ARM (arm64).",
            )  # fmt: skip


def right_size(site: Site) -> Iterator[Proposal]:
    """Propose the cheapest size that bears the peak that was told, with room to spare."""
    for resource, sized, name in _sized(site):
        use = utilisation_of(site.utilisation, str(resource.address))
        if use is None or sized.service != "vm":
            continue
        smaller = _fitting(site, resource, name, use)
        if smaller is not None:
            why = _peak(use, smaller[0], smaller[1], site.facts)
            change = _Resize("right-size", resource, sized.path, name, smaller[1].name)
            yield change.proposal(Risk.MEDIUM, why)


def _fitting(
    site: Site, resource: Resource, name: str, use: Utilisation
) -> tuple[Size, Size] | None:
    """Return the size it has and the cheapest that would do; None when it has that one."""
    cost = site.costs.get(str(resource.address))
    place = SizeNeed(SavingsFacts.cloud_of(resource.type), cost.region if cost else "", "vm")
    held = site.sizes.held(place, name)
    if held is None:
        return None
    limits = site.facts
    need = SizeNeed(
        place.provider,
        place.region,
        "vm",
        vcpu=_needed(held.vcpu, use.cpu_percent, limits.cpu_percent),
        memory_gb=_needed(held.memory_gb, use.memory_percent, limits.memory_percent),
        architecture=held.architecture,
        burstable=False,
    )
    found = site.sizes.cheapest(need)
    if found is None or found.name == name or found.hourly_price is None:
        return None
    return held, found


def _needed(has: float, percent: Decimal | None, limit: Decimal) -> float:
    """Return what must be there so that the peak stays below the limit; all of it if not known."""
    return has if percent is None else has * float(percent / limit)


def _peak(use: Utilisation, held: Size, found: Size, facts: SavingsFacts) -> str:
    def told(percent: Decimal | None, before: float, after: float, limit: Decimal) -> str:
        peak = before * float(percent) / 100 if percent is not None else before
        return f"{100 * peak / after:.0f} % of {after:g} (limit {limit} %)"

    cpu = told(use.cpu_percent, held.vcpu, found.vcpu, facts.cpu_percent)
    memory = told(use.memory_percent, held.memory_gb, found.memory_gb, facts.memory_percent)
    return f"At the peak {cpu} vCPUs and {memory} GB of memory would be in use."


def _sized(site: Site) -> Iterator[tuple[Resource, Sized, str]]:
    for resource in site.plan.managed:
        sized = site.facts.sized.get(resource.type)
        name = get_path(resource.attributes, sized.path) if sized else None
        if sized is not None and isinstance(name, str) and name:
            yield resource, sized, name


@dataclass(frozen=True, slots=True)
class _Resize:
    rule: str
    resource: Resource
    path: Path
    old: str
    new: str

    def proposal(self, risk: Risk, why: str) -> Proposal:
        edit = Edit(str(self.resource.address), self.path, self.new)
        title = f"Use {self.new} instead of {self.old}"
        return Proposal(self.rule, title, edit.address, (edit,), risk, why)
