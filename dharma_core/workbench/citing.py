"""From a reference to the evidence: what a claim of a report, a page or a command stands on."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from dharma_core.errors import InputError, NotFoundError, nearest
from dharma_core.events import EventType
from dharma_core.workbench.context import Context

if TYPE_CHECKING:
    from dharma_core.audit.citations import Citation, Reference
    from dharma_core.plan import Plan
    from dharma_core.workbench.facade import Workbench

__all__ = ["Citing"]

_LONGEST_NUMBER = 18


class Citing(Context):
    """The part of the workbench that resolves citations."""

    def cite(self, reference: str) -> Citation:
        """Return the claim a reference stands for, with its evidence.

        Costs and findings of a stored design are computed again and held against the digest that
        the audit chain has of them; the citation says whether they are as recorded.

        Parameters
        ----------
        reference : str
            ``dharma://KIND/ID@VERSION#PART``; see docs/how-to/cite-a-claim.md.

        Raises
        ------
        InputError
            If it is no reference.
        NotFoundError
            If it leads nowhere; the nearest part is named.
        PermissionDenied
            If the actor may not see the evidence.
        """
        from dharma_core.audit.citations import parse_reference

        return _Resolver(cast("Workbench", self)).citation(parse_reference(reference))


class _Resolver:
    """Asks every other part of the workbench, each by its own permission."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench

    def citation(self, found: Reference) -> Citation:
        """Return what a reference leads to."""
        resolve: Mapping[str, Callable[[Reference], Citation]] = {
            "blueprint": self._cited_design,
            "version": self._cited_design,
            "plan": self._cited_resource,
            "finding": self._cited_finding,
            "estimate": self._cited_cost,
            "price": self._cited_price,
            "deployment": self._cited_deployment,
            "event": self._cited_event,
            "checkpoint": self._cited_checkpoint,
            "trust": self._cited_trust,
            "waiver": self._cited_waiver,
        }
        return resolve[found.kind](found)

    def _cited_design(self, reference: Reference) -> Citation:
        from dharma_core.audit.citations import Citation, evidence_digest

        if reference.kind == "version" and not reference.version:
            raise InputError(
                f"{reference} names no version.", next_step="Add it: dharma://version/ID@1.0.0"
            )
        found = self._bench.blueprint(reference.id, reference.version or None)
        about = f"{found.name} {found.version}"
        evidence: dict[str, Any] = {
            "id": found.id,
            "version": found.version,
            "author": found.author,
            "saved": found.updated.isoformat(),
            "digest": evidence_digest(dict(found.document)),
        }
        if reference.part:
            resources = {r["name"]: r for r in found.document.get("resources", ())}
            one = _part(resources, reference)
            about = f"{one['name']} ({one['type']}) of {about}"
            evidence |= {"type": one["type"], "digest": evidence_digest(one)}
        claim = f"{about} is stored as its digest says."
        return Citation(claim, reference, evidence, Decimal(1))

    def _cited_resource(self, reference: Reference) -> Citation:
        from dharma_core.audit.citations import Citation, evidence_digest
        from dharma_core.plan import thaw

        plan, full = self._stored_plan(reference)
        one = _part({str(r.address): r for r in plan.resources}, full)
        evidence = {
            "type": one.type,
            "provider": one.provider,
            "attributes": sorted(one.attributes),
            "digest": evidence_digest(repr(thaw(one.attributes))),
        }
        claim = f"{one.address} is part of {plan.name} {full.version}."
        return Citation(claim, full, evidence, Decimal(1), one.position)

    def _cited_cost(self, reference: Reference) -> Citation:
        from dharma_core.audit.citations import evidence_digest
        from dharma_core.costs.citations import (
            component_citations,
            estimate_evidence,
            total_citation,
        )

        plan, full = self._stored_plan(reference)
        preset = self._recorded_preset(full)
        estimate = self._bench._priced(plan, self._bench._terms(None, None, preset))
        places = {str(r.address): r.position for r in plan.resources}
        found = total_citation(estimate, plan.origin)
        if full.part:
            found = _part(dict(component_citations(estimate, plan.origin, places)), full)
        digest = evidence_digest(estimate_evidence(estimate))
        return self._compared(EventType.COST_ESTIMATED, full, found, digest)

    def _cited_finding(self, reference: Reference) -> Citation:
        from dharma_core.audit.citations import evidence_digest
        from dharma_core.policies.citations import (
            check_evidence,
            finding_citations,
            verdict_citation,
        )
        from dharma_core.runners.rego_memory import shared_rego

        plan, full = self._stored_plan(reference)
        report = self._bench.waived(plan, self._bench._checked(plan, (), shared_rego(os.getpid())))
        found = verdict_citation(report, plan.origin)
        if full.part:
            found = _part(dict(finding_citations(report, plan.origin)), full)
        digest = evidence_digest(check_evidence(report))
        return self._compared(EventType.GUARDRAILS_VALIDATED, full, found, digest)

    def _cited_price(self, reference: Reference) -> Citation:
        from dharma_core.audit.citations import Citation
        from dharma_core.costs.price_keys import (
            PricePattern,
            attributes_of,
            parse_price_key,
            sorted_attributes,
        )

        key = parse_price_key(reference.id)
        pattern = PricePattern(
            key.provider, key.service, key.product, key.region, key.option,
            sorted_attributes(attributes_of(key.attributes)),
        )  # fmt: skip
        shown = [p for p in self._bench.find_prices(pattern).prices if p.entry.key == key]
        if not shown:
            raise NotFoundError(
                f"No price {str(key)!r} stands in the book.",
                next_step="'dharma prices show' finds the nearest.",
            )
        entry = shown[0].entry
        claim = f"{key} costs what {entry.file.name} says, of {entry.price.as_of}."
        confidence = Decimal(1) if entry.in_force else Decimal(0)
        note = "" if entry.in_force else "replaced by a newer one"
        return Citation(claim, reference, shown[0].as_dict(), confidence, note=note)

    def _cited_deployment(self, reference: Reference) -> Citation:
        from dharma_core.audit.citations import Citation

        found = self._bench.deployment(reference.id)
        evidence: dict[str, Any] = {
            "state": found.state.value,
            "target": found.request.target,
            "resources": len(found.resources),
        }
        claim = f"Deployment {found.id} of {found.name} is {found.state.value}."
        if reference.part:
            one = _part({r.address: r for r in found.resources}, reference)
            evidence |= {"address": one.address, "type": one.type, "status": one.status}
            claim = f"{one.address} of deployment {found.id} is {one.status}."
        return Citation(claim, reference, evidence, Decimal(1))

    def _cited_event(self, reference: Reference) -> Citation:
        from dharma_core.audit.chain import entry_hash
        from dharma_core.audit.citations import Citation, Standing, unsupported
        from dharma_core.storage.evidence import event_of

        self._bench.allow("audit:read")
        with self._bench.store.reading(self._bench.actor) as uow:
            entry = event_of(uow.scope, reference.id)
        event = entry.event
        done = "happened" if event.success else "was refused or failed"
        about = f"{event.aggregate_type} {event.aggregate_id}"
        claim = f"{event.type.value} about {about} {done} on {event.time:%Y-%m-%d %H:%M:%S} UTC."
        if entry_hash(entry) != entry.hash:
            return unsupported(
                claim, "the entry was changed: its hash is another", reference=reference
            )
        kept = {k: v for k, v in entry.as_dict().items() if k != "personal"}
        return Citation(claim, reference, kept, Decimal(1), standing=Standing.RECORDED)

    def _cited_checkpoint(self, reference: Reference) -> Citation:
        from dataclasses import asdict

        from dharma_core.audit.citations import Citation, Standing, unsupported
        from dharma_core.storage.checkpoints import CheckpointRepository
        from dharma_core.storage.evidence import hash_at

        self._bench.allow("audit:read")
        number = reference.id
        is_number = number.isdecimal() and len(number) <= _LONGEST_NUMBER
        with self._bench.store.reading(self._bench.actor) as uow:
            record = CheckpointRepository(uow.scope).at(int(number)) if is_number else None
            if record is None:
                raise NotFoundError(
                    f"No record {number[:60]!r} in the signed log.",
                    next_step="They are numbered from 1; 'dharma audit verify' counts them.",
                )
            stands = hash_at(uow.scope, record.seq)
        claim = f"The chain's head was event {record.seq} when record {record.number} was signed."
        if stands is None and record.seq:
            note = "the event is archived: run 'dharma audit verify'"
            return Citation(claim, reference, asdict(record), None, note=note)
        if stands not in (None, record.event_hash):
            return unsupported(claim, "the event there has another hash now", reference=reference)
        return Citation(claim, reference, asdict(record), Decimal(1), standing=Standing.RECORDED)

    def _cited_trust(self, reference: Reference) -> Citation:
        from dharma_core.audit.citations import Citation, Standing
        from dharma_core.storage.evidence import evaluation_with_id

        self._bench.trust_flush()
        with self._bench.store.reading(self._bench.actor) as uow:
            found = evaluation_with_id(uow.scope, reference.id)
        if found.subject != self._bench.actor.user:
            self._bench.allow("trust:read")
        asked = f"{found.action} on {found.resource}" if found.action else "the session"
        claim = f"{found.subject} was given {found.decision.value} for {asked} by {found.rule}."
        return Citation(claim, reference, found.as_dict(), Decimal(1), standing=Standing.RECORDED)

    def _cited_waiver(self, reference: Reference) -> Citation:
        from dharma_core.audit.citations import Citation, Standing

        known = {found.id: found for found in self._bench.waivers()}
        one = _part(known, replace(reference, part=reference.id))
        return Citation(one.text, reference, one.as_dict(), Decimal(1), standing=Standing.RECORDED)

    def _stored_plan(self, reference: Reference) -> tuple[Plan, Reference]:
        """Return the plan of a stored design, and the reference with its id and version."""
        found = self._bench.blueprint(reference.id, reference.version or None)
        plan = self._bench.read(f"{found.id}@{found.version}", partial=True)
        return plan, replace(reference, id=found.id, version=found.version)

    def _recorded_preset(self, reference: Reference) -> str:
        """Return the preset of the newest estimate on record, so that the same is computed."""
        from dharma_core.storage.evidence import last_judgement

        kind, about = EventType.COST_ESTIMATED, (reference.id, reference.version)
        with self._bench.store.reading(self._bench.actor) as uow:
            found = last_judgement(uow.scope, kind, *about, digest="")
        return "" if found is None else str(found[0].event.data.get("preset", ""))

    def _compared(
        self, kind: EventType, reference: Reference, found: Citation, digest: str
    ) -> Citation:
        from dharma_core.storage.evidence import last_judgement

        with self._bench.store.reading(self._bench.actor) as uow:
            last = last_judgement(uow.scope, kind, reference.id, reference.version, digest)
        if last is None:
            return replace(found, note=found.note or "computed now; nothing is recorded of it")
        entry, same = last
        where = f"event {entry.seq} of {entry.event.time:%Y-%m-%d %H:%M} UTC"
        return found.recorded(same=same, where=where)


def _part(known: Mapping[str, Any], reference: Reference) -> Any:
    """Return the part that a reference names; raise NotFoundError naming the nearest."""
    if reference.part in known:
        return known[reference.part]
    raise NotFoundError(
        f"{reference} leads nowhere: there is no {reference.part[:100]!r}.",
        next_step=nearest(reference.part, known) or "Look the thing up again, and copy it.",
    )
