"""Reads waivers out of a source's comments: Dharma's own, Checkov's, tfsec's and Trivy's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from dharma_core.errors import nearest
from dharma_core.plan import Plan, Remark
from dharma_core.policies.waivers import Form, Waiver, matches

__all__ = ["FORM_HINT", "comment_waivers", "read_remark"]

FORM_HINT = "Write it as: dharma:ignore RULE until 2027-01-31 because REASON."

_OURS = re.compile(r"dharma:(?:ignore|skip)\b:?\s*(.*)", re.IGNORECASE)
_CHECKOV = re.compile(
    r"(?:checkov|bridgecrew|cortex):skip\s*=\s*([\w*]+(?:\s*,\s*[\w*]+)*)\s*(?::\s*(.*))?",
    re.IGNORECASE,
)
_AQUA = re.compile(r"\b(tfsec|trivy):ignore:(\S+)", re.IGNORECASE)
_LATER = re.compile(r"^\s*exp:(\S+)")
_BECAUSE = re.compile(r"\bbecause\b\s*:?", re.IGNORECASE)
_WORDS = ("until", "by", "because")
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_DAY_HINT = "Write the last day as 2027-01-31."


def comment_waivers(plan: Plan) -> tuple[Waiver, ...]:
    """Return the waivers in the comments of a Plan's source, in the order of its resources.

    One comment may stand at several resources: a counted block, or the call of a module.
    """
    beside: dict[Remark, list[str]] = {}
    for resource in plan.resources:
        for remark in resource.remarks:
            beside.setdefault(remark, []).append(str(resource.address))
    workspace = str(plan.origin.get("workspace") or "default")
    return tuple(
        replace(waiver, at=frozenset(addresses))
        for remark, addresses in beside.items()
        for waiver in read_remark(remark, workspace=workspace)
    )


def read_remark(remark: Remark, *, workspace: str = "default") -> Iterator[Waiver]:
    """Yield the waivers that a comment writes, one a rule; a wrong one says what is wrong.

    Parameters
    ----------
    workspace : str
        Comments of tfsec and Trivy may hold in one of Terraform's workspaces only.

    Examples
    --------
    >>> from dharma_core.provenance import Position
    >>> here = Position("main.tf", 3)
    >>> said = Remark("dharma:ignore DH_1, DH_2 until 2027-01-31 by ann because logs", here)
    >>> [(w.rule, w.until.isoformat(), w.owner, w.reason) for w in read_remark(said)]
    [('DH_1', '2027-01-31', 'ann', 'logs'), ('DH_2', '2027-01-31', 'ann', 'logs')]
    >>> [w.problem for w in read_remark(Remark("dharma:ignore DH_1 untill tomorrow", here))]
    ["'untill' is no rule and no word of a waiver"]
    """
    text = remark.text
    if found := _OURS.search(text):
        yield from _ours(found[1], remark)
    if found := _CHECKOV.search(text):
        reason = (found[2] or "").strip()
        for rule in re.split(r"\s*,\s*", found[1]):
            yield _waiver(rule, remark, Form.CHECKOV, reason=reason)
    marks = list(_AQUA.finditer(text))
    ends = [*(m.start() for m in marks[1:]), len(text)]
    for mark, end in zip(marks, ends, strict=False):
        yield from _aqua(mark, text[mark.end() : end], remark, workspace)


def _waiver(rule: str, remark: Remark, form: Form, **parts: object) -> Waiver:
    where = str(remark.position)
    return Waiver(rule, where, form, position=remark.position, **parts)  # type: ignore[arg-type]


def _ours(said: str, remark: Remark) -> Iterator[Waiver]:
    because = _BECAUSE.search(said)
    head = said[: because.start()] if because else said
    reason = said[because.end() :].strip() if because else ""
    parts = _parts(head)
    rules = parts.pop("rules")
    problem, hint = _wrong_rules(rules)
    until, day_problem = _day(" ".join(parts.get("until", ())))
    if "until" in parts and until is None:
        problem, hint = problem or day_problem, hint or _DAY_HINT
    facts = {"reason": reason, "until": until, "owner": " ".join(parts.get("by", ()))}
    for rule in [""] if problem else rules:
        yield _waiver(rule, remark, Form.DHARMA, **facts, problem=problem, next_step=hint)


def _parts(head: str) -> dict[str, list[str]]:
    """Return the words before the first keyword (``rules``) and those behind each keyword."""
    parts: dict[str, list[str]] = {"rules": []}
    at = "rules"
    for word in re.split(r"[\s,]+", head.strip(" ,")):
        if word.lower() in _WORDS:
            at = word.lower()
            parts.setdefault(at, [])
        elif word:
            parts[at].append(word)
    return parts


def _wrong_rules(rules: list[str]) -> tuple[str, str]:
    """Return what is wrong with the names of rules, and the next step; empty when nothing is."""
    if not rules:
        return "it names no rule", FORM_HINT
    plain = next((r for r in rules if r.isalpha()), "")
    if plain:
        hint = f"{nearest(plain.lower(), _WORDS)} {FORM_HINT}".strip()
        return f"{plain!r} is no rule and no word of a waiver", hint
    if any("*" in rule for rule in rules):
        return "it names no single rule", f"Name each rule by its id. {FORM_HINT}"
    return "", ""


def _day(text: str) -> tuple[date | None, str]:
    """Return a day, or what is wrong with it."""
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text), ""
    except ValueError:
        pass
    return None, f"{text!r} is no day"


def _aqua(mark: re.Match[str], rest: str, remark: Remark, workspace: str) -> Iterator[Waiver]:
    """Yield the waiver of one mark of tfsec or Trivy: ``RULE[:exp:DAY][:ws:NAME]``, then a text."""
    rule, *options = mark[2].split(":")
    settings = dict(zip(options[::2], options[1::2], strict=False))
    if later := _LATER.match(rest):
        settings["exp"] = later[1]
        rest = rest[later.end() :]
    if not matches(settings.get("ws", "*"), workspace):
        return
    until, problem = _day(settings["exp"]) if "exp" in settings else (None, "")
    if "[" in rule:
        problem = f"{rule!r} holds under a condition that Dharma does not read"
    yield _waiver(
        rule,
        remark,
        Form(mark[1].lower()),
        reason=rest.strip(" \t-:#"),
        until=until,
        problem=problem,
        next_step=_DAY_HINT if problem and "[" not in rule else "",
    )
