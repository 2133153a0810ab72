"""Plain sentences and words that every face uses for the same thing."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta, tzinfo
from decimal import Decimal

from dharma_core.costs.estimates import CostState, Estimate
from dharma_core.deployments.values import Deployment, DeploymentState
from dharma_core.money import Money, plain
from dharma_core.policies.findings import CheckReport, Severity

__all__ = [
    "COST_STATE_WORDS",
    "STATE_TONES",
    "STATE_WORDS",
    "amount",
    "count",
    "deployment_label",
    "duration",
    "join_words",
    "local_time",
    "money",
    "not_known",
    "priced_as_of",
    "rate",
    "severities",
    "share",
    "symbol",
    "trust_sentence",
    "verdict",
]

COST_STATE_WORDS = {
    CostState.PRICED: "priced",
    CostState.USAGE: "depends on usage",
    CostState.NOT_FOUND: "no price found",
    CostState.FREE: "free of charge",
}

STATE_WORDS = {state: state.value.replace("_", " ") for state in DeploymentState}

# Which token colours a state; the word always stands beside it.
STATE_TONES = {
    DeploymentState.COMPLETED: "ok",
    DeploymentState.FAILED: "critical",
    DeploymentState.ROLLED_BACK: "high",
    DeploymentState.ROLLING_BACK: "high",
    DeploymentState.AWAITING_APPROVAL: "medium",
    DeploymentState.CANCELLED: "muted",
}


def count(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun in the right form.

    Examples
    --------
    >>> count(1, "finding"), count(3, "finding"), count(2, "policy", "policies")
    ('1 finding', '3 findings', '2 policies')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def join_words(parts: list[str]) -> str:
    """Return parts as a list in prose.

    Examples
    --------
    >>> join_words(["a", "b", "c"]), join_words(["a"]), join_words([])
    ('a, b and c', 'a', '')
    """
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def money(amount: Decimal | None, currency: str = "USD", *, unknown: str = "not known") -> str:
    """Return an amount for people; the word for None, never 0.

    A known amount below half a cent keeps its first two digits instead of becoming $0.00.

    Examples
    --------
    >>> money(Decimal("205.355")), money(None), money(Decimal("0.0000166667"))
    ('$205.36', 'not known', '$0.000017')
    """
    if amount is None:
        return unknown
    if amount and abs(amount) < Decimal("0.005"):
        digits = f"{amount:.{1 - amount.adjusted()}f}".rstrip("0")
        return Money(Decimal(0), currency).text().replace("0.00", digits)
    return Money(amount, currency).text()


def symbol(currency: str) -> str:
    """Return what stands before an amount in a currency.

    Examples
    --------
    >>> symbol("EUR"), symbol("CHF")
    ('€', 'CHF ')
    """
    return Money(Decimal(0), currency).text().removesuffix("0.00")


def amount(quantity: Decimal) -> str:
    """Return a quantity for people: every digit of a short one, four that count of a long one.

    Examples
    --------
    >>> amount(Decimal("1234.5")), amount(Decimal(1) / 3), amount(Decimal("5E+3"))
    ('1,234.5', '0.3333', '5,000')
    """
    places = max(4, 3 - quantity.adjusted())
    text = f"{quantity:,.{places}f}"
    return text.rstrip("0").rstrip(".")


def rate(amount: Decimal, currency: str = "USD") -> str:
    """Return a unit price with every digit it has.

    Examples
    --------
    >>> rate(Decimal("0.0000002")), rate(Decimal("16.4250"), "EUR")
    ('$0.0000002', '€16.425')
    """
    return Money(Decimal(0), currency).text().replace("0.00", plain(amount))


def not_known(estimate: Estimate) -> str:
    """Return in words what the total leaves out, empty when nothing.

    Examples
    --------
    >>> from dharma_core.costs.estimates import ResourceCost
    >>> not_known(Estimate((ResourceCost("aws_x.a", "aws_x"),)))
    '1 resource has no price.'
    """
    states = Counter(r.state for r in estimate.resources)
    usage, missing = states[CostState.USAGE], states[CostState.NOT_FOUND]
    parts = []
    if usage:
        parts.append(f"{count(usage, 'resource')} {'depends' if usage == 1 else 'depend'} on usage")
    if missing:
        parts.append(f"{count(missing, 'resource')} {'has' if missing == 1 else 'have'} no price")
    return f"{join_words(parts)}." if parts else ""


def priced_as_of(estimate: Estimate) -> str:
    """Return how old the oldest price is, empty when no price was used.

    Examples
    --------
    >>> priced_as_of(Estimate(()))
    ''
    """
    day = estimate.as_of
    return f"oldest price of {day.day} {day:%b %Y}" if day else ""


def share(part: Decimal, whole: Decimal) -> str:
    """Return a part of a whole in per cent; a small part is not rounded to nothing.

    Examples
    --------
    >>> (
    ...     share(Decimal(1), Decimal(3)),
    ...     share(Decimal(1), Decimal(400)),
    ...     share(Decimal(0), Decimal(3)),
    ... )
    ('33%', '<1%', '0%')
    """
    ratio = part / whole
    return "<1%" if 0 < ratio < Decimal("0.005") else f"{ratio:.0%}"


def trust_sentence(estimate: Estimate) -> str:
    """Return how sure a total is and how far it may lie from its figure, in words.

    Examples
    --------
    >>> trust_sentence(Estimate(()))
    'Confidence is high: 100% of what is billed is known.'
    """
    known = f"Confidence is {estimate.trust.level}: {estimate.confidence:.0%} of what is billed "
    known += "is known."
    if estimate.range.is_point:
        return known
    span = estimate.range.text(estimate.currency)
    open_end = " What is not known has no upper end, and none is made up." * estimate.range.open
    return f"{known} By usage alone it may be {span} a month.{open_end}"


def severities(report: CheckReport) -> str:
    """Return the unwaived findings by severity in words, worst first.

    Examples
    --------
    >>> severities(CheckReport((), (), 3))
    'no findings'
    """
    tally = Counter(f.severity for f in report.findings if not f.waived and not f.is_policy_error)
    parts = [f"{tally[s]} {s.value}" for s in Severity if tally[s]]
    return join_words(parts) if parts else "no findings"


def verdict(report: CheckReport) -> str:
    """Return the answer of a check in one sentence.

    Examples
    --------
    >>> verdict(CheckReport((), (), 3))
    'Passed: nothing stops a deployment.'
    """
    if report.policy_errors:
        broken = count(len(report.policy_errors), "policy", "policies")
        return f"Not decided: {broken} could not be run."
    if report.violations:
        return f"Stopped: {count(len(report.violations), 'violation')} must be fixed first."
    if report.warnings:
        return f"Passed with {count(len(report.warnings), 'warning')}."
    return "Passed: nothing stops a deployment."


def deployment_label(deployment: Deployment) -> str:
    """Return what a deployment is called in lists and addresses: its design and its id."""
    return f"{deployment.name} {deployment.id}"


def duration(span: timedelta) -> str:
    """Return a length of time in the two largest units that matter.

    Examples
    --------
    >>> duration(timedelta(seconds=4.26)), duration(timedelta(seconds=200))
    ('4.3 s', '3 min 20 s')
    >>> duration(timedelta(hours=5, minutes=4)), duration(timedelta(days=3, hours=2))
    ('5 h 4 min', '3 d 2 h')
    """
    seconds = max(span.total_seconds(), 0.0)
    if seconds < 60:
        return f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    days, hours = divmod(hours, 24)
    return f"{days} d {hours} h" if hours else f"{days} d"


def local_time(moment: datetime, zone: tzinfo, *, seconds: bool = False) -> str:
    """Return a moment in the reader's zone, ``20 Nov 2026, 16:05``.

    Examples
    --------
    >>> from datetime import UTC
    >>> local_time(datetime(2026, 11, 20, 15, 5, tzinfo=UTC), UTC)
    '20 Nov 2026, 15:05'
    """
    local = moment.astimezone(zone)
    return (
        f"{local.day} {local:%b %Y, %H:%M:%S}" if seconds else f"{local.day} {local:%b %Y, %H:%M}"
    )
