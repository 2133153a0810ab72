"""People in what leaves Dharma: one place where names become pseudonyms.

Every value that a face puts into a file, an answer to a program or an export goes through
`Context.leaving`. Whoever may read users gets it as it is. For anybody else each kind of value
that names people has a function here; a kind without one is refused rather than let out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import singledispatch
from typing import TYPE_CHECKING, Any, TypeVar

from dharma_core.audit import ChainEntry, redact
from dharma_core.audit.citations import Citation
from dharma_core.audit.searching import EventPage
from dharma_core.automation import ReportRun, ScheduledReport, StoredSchedule
from dharma_core.blueprints.records import (
    BlueprintSummary,
    BlueprintVersion,
    Page,
    StoredBlueprint,
)
from dharma_core.deployments.values import Deployment, LogLine
from dharma_core.finops.budgets import Budget, Standing
from dharma_core.identity import AttributeRule
from dharma_core.identity.tokens import Token
from dharma_core.personal_data import PERSON, PERSON_KEYS, Pseudonyms
from dharma_core.policies.compliance import ComplianceReport, ControlResult
from dharma_core.policies.findings import CheckReport, Finding
from dharma_core.policies.waivers import Waiver, WaiverUse
from dharma_core.storage.anomaly_feedback import StoredFeedback
from dharma_core.storage.budgets import StoredBudget
from dharma_core.storage.tokens import ServiceAccount
from dharma_core.storage.waivers import StoredWaiver
from dharma_core.trust.evaluations import Evaluation

if TYPE_CHECKING:
    from dharma_core.workbench.context import Context

__all__ = ["pseudonymised", "pseudonyms_for"]

T = TypeVar("T")


def pseudonyms_for(bench: Context) -> Pseudonyms | None:
    """Return what stands for the tenant's people; None for an actor who may read users."""
    if bench.may_name_people:
        return None
    known: dict[str, str] = {}
    own = {bench.actor.user}
    if bench.store_exists:
        with bench.store.reading(bench.actor) as uow:
            for account in uow.identity.accounts.all(deleted=True):
                names = {name for name in (account.name, account.title) if name}
                own |= names if account.name == bench.actor.user else set()
                known |= dict.fromkeys(names, account.id)
    return Pseudonyms(known, frozenset(own))


def pseudonymised(value: T, shown: Pseudonyms) -> T:
    """Return a value with pseudonyms in the place of people."""
    told: T = _told(value, shown)
    return told


@singledispatch
def _told(value: Any, shown: Pseudonyms) -> Any:  # noqa: ARG001 - the signature of all kinds
    raise TypeError(f"Nothing says who is named in a {type(value).__name__}.")


@_told.register(tuple)
@_told.register(list)
def _several(value: Any, shown: Pseudonyms) -> Any:
    return type(value)(_told(one, shown) for one in value)


@_told.register(int)
@_told.register(type(None))
def _nobody(value: Any, shown: Pseudonyms) -> Any:  # noqa: ARG001 - as above
    return value


@_told.register(Mapping)
def _document(value: Mapping[str, Any], shown: Pseudonyms) -> Any:
    return shown.document(value)


@_told.register
def _page(value: Page, shown: Pseudonyms) -> Any:  # type: ignore[type-arg]
    return replace(value, items=_told(value.items, shown))


@_told.register
def _blueprint(value: StoredBlueprint, shown: Pseudonyms) -> Any:
    # What a design says of itself, its author too, is the design: it would come back changed.
    return replace(value, author=shown.person(value.author), owner=shown.person(value.owner))


@_told.register
def _summary(value: BlueprintSummary, shown: Pseudonyms) -> Any:
    return replace(value, author=shown.person(value.author), owner=shown.person(value.owner))


@_told.register
def _version(value: BlueprintVersion, shown: Pseudonyms) -> Any:
    return replace(value, author=shown.person(value.author))


@_told.register
def _deployment(value: Deployment, shown: Pseudonyms) -> Any:
    return replace(value, user=shown.person(value.user), reason=shown.text(value.reason))


@_told.register
def _line(value: LogLine, shown: Pseudonyms) -> Any:
    return replace(value, message=shown.text(value.message))


@_told.register
def _token(value: Token, shown: Pseudonyms) -> Any:
    return replace(value, user=shown.person(value.user), name=shown.text(value.name))


@_told.register
def _service_account(value: ServiceAccount, shown: Pseudonyms) -> Any:
    return replace(value, user=shown.person(value.user))


@_told.register
def _rule(value: AttributeRule, shown: Pseudonyms) -> Any:
    return replace(value, users=tuple(map(shown.person, value.users)))


@_told.register
def _evaluation(value: Evaluation, shown: Pseudonyms) -> Any:
    return replace(
        value,
        subject=shown.person(value.subject),
        reasons=tuple(map(shown.text, value.reasons)),
    )


@_told.register
def _waiver(value: Waiver, shown: Pseudonyms) -> Any:
    others = (value.owner,)
    return replace(
        value,
        owner=shown.person(value.owner),
        reason=shown.text(value.reason, others),
        ticket=shown.text(value.ticket, others),
    )


@_told.register
def _stored_waiver(value: StoredWaiver, shown: Pseudonyms) -> Any:
    return replace(value, waiver=_told(value.waiver, shown), user=shown.person(value.user))


@_told.register
def _feedback(value: StoredFeedback, shown: Pseudonyms) -> Any:
    said = replace(value.feedback, note=shown.text(value.feedback.note, (value.user,)))
    return replace(value, feedback=said, user=shown.person(value.user))


@_told.register
def _budget(value: Budget, shown: Pseudonyms) -> Any:
    return replace(value, owner=shown.person(value.owner))


@_told.register
def _stored_budget(value: StoredBudget, shown: Pseudonyms) -> Any:
    return replace(value, budget=_told(value.budget, shown), user=shown.person(value.user))


@_told.register
def _standing(value: Standing, shown: Pseudonyms) -> Any:
    return replace(value, budget=_told(value.budget, shown))


@_told.register
def _schedule(value: StoredSchedule, shown: Pseudonyms) -> Any:
    return replace(value, user=shown.person(value.user), stopped=shown.text(value.stopped))


@_told.register
def _report_run(value: ReportRun, shown: Pseudonyms) -> Any:
    return replace(value, user=shown.person(value.user), reason=shown.text(value.reason))


@_told.register
def _scheduled(value: ScheduledReport, shown: Pseudonyms) -> Any:
    stored, last, made = (_told(part, shown) for part in (value.stored, value.last, value.made))
    return replace(value, stored=stored, last=last, made=made)


@_told.register
def _use(value: WaiverUse, shown: Pseudonyms) -> Any:
    return replace(value, waiver=_told(value.waiver, shown))


@_told.register
def _finding(value: Finding, shown: Pseudonyms) -> Any:
    return value if value.waiver is None else replace(value, waiver=_told(value.waiver, shown))


@_told.register
def _check(value: CheckReport, shown: Pseudonyms) -> Any:
    return replace(
        value, findings=_told(value.findings, shown), waivers=_told(value.waivers, shown)
    )


@_told.register
def _control(value: ControlResult, shown: Pseudonyms) -> Any:
    return replace(value, findings=_told(value.findings, shown))


@_told.register
def _compliance(value: ComplianceReport, shown: Pseudonyms) -> Any:
    return replace(value, results=_told(value.results, shown))


@_told.register
def _citation(value: Citation, shown: Pseudonyms) -> Any:
    named = {
        said for key, said in value.evidence.items() if key in PERSON_KEYS and isinstance(said, str)
    }
    return replace(
        value,
        claim=shown.text(value.claim, named),
        evidence=shown.document(value.evidence),
        note=shown.text(value.note, named),
    )


@_told.register
def _entry(value: ChainEntry, shown: Pseudonyms) -> Any:
    gone = redact(value, tuple(name for name in shown.known if name not in shown.own))
    own = value.event.user in shown.own
    address, agent = (value.event.address, value.event.agent) if own else (PERSON, PERSON)
    user = shown.person(value.event.user)
    return replace(gone, event=replace(gone.event, user=user, address=address, agent=agent))


@_told.register
def _event_page(value: EventPage, shown: Pseudonyms) -> Any:
    return replace(value, entries=_told(value.entries, shown))
