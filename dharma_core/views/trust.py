"""Trust as figures, tables and words, for the page, the notebook and the command line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from dharma_core.trust import Level, Score, Verdict
from dharma_core.trust.decision import Decision
from dharma_core.trust.evaluations import Evaluation
from dharma_core.trust.explain import shown_lowerings
from dharma_core.trust.population import BarStudy, Distribution
from dharma_core.trust.rules import AccessRules, Ask, judge
from dharma_core.trust.score import level_of, two_decimals
from dharma_core.views.headline import Headline
from dharma_core.views.table import Column, Kind, Row, Table
from dharma_core.views.words import count, share

__all__ = [
    "LEVEL_TONES",
    "VERDICT_TONES",
    "VERDICT_WORDS",
    "access_rules_table",
    "bar_headlines",
    "bar_sentence",
    "decision_sentence",
    "distribution_headlines",
    "evaluations_table",
    "lowered_table",
    "openings_table",
    "own_session_sentence",
    "people_denied_table",
    "score_headlines",
]

# Which token colours a level or a verdict; the word always stands beside it.
LEVEL_TONES: Mapping[Level, str] = {
    Level.NONE: "critical",
    Level.LOW: "high",
    Level.MEDIUM: "medium",
    Level.HIGH: "low",
    Level.FULL: "ok",
}
VERDICT_TONES: Mapping[Verdict, str] = {
    Verdict.ALLOW: "ok",
    Verdict.STEP_UP: "medium",
    Verdict.DENY: "critical",
}
VERDICT_WORDS: Mapping[Verdict, str] = {
    Verdict.ALLOW: "allowed",
    Verdict.STEP_UP: "second factor asked for",
    Verdict.DENY: "denied",
}
_ANY = "any"


def score_headlines(found: Score) -> tuple[Headline, ...]:
    """Return the score with its level, and its three parts with their weights."""
    parts = (found.device, found.user, found.context)
    weights = ("weighs 35 %", "weighs 40 %", "weighs 25 %")
    level = found.level
    overall = Headline("Trust", f"{found.overall}", "of 100", level.value, LEVEL_TONES[level])
    return (
        overall,
        *(
            Headline(part.component.capitalize(), f"{two_decimals(part.value)}", "of 100", weight)
            for part, weight in zip(parts, weights, strict=True)
        ),
    )


def lowered_table(found: Score) -> Table:
    """Return what lowered a score, most first: the points sum to what is missing of 100."""
    columns = (
        Column("reason", "Lowered by", lead=True),
        Column("component", "Part"),
        Column("points", "Points", Kind.NUMBER),
    )
    rows: tuple[Row, ...] = tuple(
        {"reason": low.reason, "component": low.component, "points": low.points}
        for low in shown_lowerings(found)
    )
    return Table(columns, rows)


def evaluations_table(evaluations: Iterable[Evaluation]) -> Table:
    """Return one decision a row, in the order given."""
    columns = (
        Column("time", "Time", Kind.TIME),
        Column("user", "Who", lead=True),
        Column("action", "Action"),
        Column("resource", "Resource", Kind.CODE),
        Column("decision", "Decision", Kind.STATE),
        Column("score", "Score", Kind.NUMBER),
        Column("level", "Level"),
        Column("required", "Asked for"),
        Column("rule", "Rule", Kind.CODE),
    )
    rows = tuple(
        {
            "time": found.at,
            "user": found.subject,
            "action": found.action,
            "resource": found.resource,
            "decision": VERDICT_WORDS[found.decision],
            "score": two_decimals(found.score),
            "level": found.level.value,
            "required": found.required.value,
            "rule": found.rule,
        }
        for found in evaluations
    )
    return Table(columns, rows)


def access_rules_table(rules: AccessRules) -> Table:
    """Return one access rule a row."""
    columns = (
        Column("id", "Rule", Kind.CODE, lead=True),
        Column("title", "Says"),
        Column("resources", "Resources"),
        Column("sensitivities", "Sensitivity"),
        Column("actions", "Actions"),
        Column("when", "When"),
        Column("requires", "Asks for"),
        Column("second_factor", "Second factor"),
    )
    rows = tuple(
        {
            "id": rule.id,
            "title": rule.title,
            "resources": ", ".join(sorted(rule.resources)) or _ANY,
            "sensitivities": ", ".join(sorted(rule.sensitivities)) or _ANY,
            "actions": ", ".join(sorted(rule.actions)) or _ANY,
            "when": ", ".join(sorted(rule.when)) or _ANY,
            "requires": rule.requires.value,
            "second_factor": "asked for" if rule.second_factor else "not asked for",
        }
        for rule in rules.rules
    )
    return Table(columns, rows)


def distribution_headlines(found: Distribution) -> tuple[Headline, ...]:
    """Return how many sessions there are, and how many stand low."""
    total = len(found.latest)
    low = found.levels[Level.NONE] + found.levels[Level.LOW]
    high = found.levels[Level.HIGH] + found.levels[Level.FULL]
    return (
        Headline("Sessions", f"{total:,}"),
        Headline("High or full", f"{high:,}", note=_share(high, total)),
        Headline("Low or none", f"{low:,}", note=_share(low, total),
                 tone="high" if low else "ok"),
    )  # fmt: skip


def bar_headlines(study: BarStudy) -> tuple[Headline, ...]:
    """Return what would have become of what was allowed."""
    asked = len(study.allowed) + len(study.step_up) + len(study.denied)
    return (
        Headline("Allowed now", f"{asked:,}"),
        Headline("Still allowed", f"{len(study.allowed):,}", tone="ok"),
        Headline("Asked for a second factor", f"{len(study.step_up):,}", tone="medium"),
        Headline("Denied", f"{len(study.denied):,}", note=_people(study), tone="critical"),
    )


def bar_sentence(study: BarStudy) -> str:
    """Return the answer to who would be denied if the bar rose, in one sentence."""
    if not study.denied:
        return f"Nobody would be denied if the bar rose by {count(study.levels, 'level')}."
    return (
        f"If the bar rose by {count(study.levels, 'level')}, "
        f"{count(len(study.denied), 'allowed action')} of {_people(study)} would be denied, and "
        f"{len(study.step_up):,} more would need a second factor."
    )


def people_denied_table(study: BarStudy) -> Table:
    """Return who would be denied, and how often; most first."""
    columns = (
        Column("user", "Who", lead=True),
        Column("denied", "Actions denied", Kind.NUMBER),
    )
    rows: tuple[Row, ...] = tuple(
        {"user": name, "denied": number} for name, number in study.people_denied.items()
    )
    return Table(columns, rows)


def _people(study: BarStudy) -> str:
    return count(len(study.people_denied), "person", "people")


def _share(part: int, whole: int) -> str:
    return share(Decimal(part), Decimal(whole)) if whole else ""


# What people ask first; each verb stands for its kind of action.
_OPENINGS = (
    ("blueprint", "read"),
    ("blueprint", "update"),
    ("blueprint", "delete"),
    ("deployment", "create"),
    ("deployment", "approve"),
    ("audit", "read"),
    ("user", "read"),
    ("user", "update"),
    ("user", "delete"),
    ("settings", "update"),
)


def openings_table(rules: AccessRules, exact: Decimal) -> Table:
    """Return what a score of a session without second factor opens, one usual action a row."""
    columns = (
        Column("action", "Action", Kind.CODE, lead=True),
        Column("sensitivity", "Sensitivity"),
        Column("requires", "Asks for"),
        Column("answer", "Answer", Kind.STATE),
        Column("rule", "Rule", Kind.CODE),
    )
    rows = []
    for noun, verb in _OPENINGS:
        demand = rules.demand(Ask(noun, verb))
        verdict, rule = judge(exact, demand, second_factor=False, with_second_factor=exact)
        rows.append(
            {
                "action": f"{noun}:{verb}",
                "sensitivity": demand.sensitivity.value,
                "requires": rule.requires.value,
                "answer": VERDICT_WORDS[verdict],
                "rule": rule.id,
            }
        )
    return Table(columns, tuple(rows))


def own_session_sentence(trust: float | None, scored: Evaluation | None) -> str:
    """Return how far a session is trusted now, and what lowers it most."""
    if trust is None:
        return "Nobody has scored your session: it opens nothing that asks for trust."
    exact = Decimal(str(trust))
    said = f"Your session is trusted {two_decimals(exact)} of 100: {level_of(exact).value}."
    if scored is None or not scored.reasons:
        return said
    return f"{said} Lowered because {'; '.join(scored.reasons[:3])}."


def decision_sentence(found: Decision) -> str:
    """Return a decision in one sentence."""
    words = VERDICT_WORDS[found.decision].capitalize()
    return (
        f"{words}: trusted {found.trust_score} of 100 ({found.level.value}), and rule {found.rule} "
        f"asks for {found.required.value}."
    )
