"""What a waiver has to say before it is kept: a rule there is, a reason, a day to come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from dharma_core.errors import InputError, nearest
from dharma_core.policies.findings import Rule
from dharma_core.policies.waivers import Waiver, rule_key

__all__ = ["checked_waiver"]

_OWN_RULE = "A rule of your own needs its folder under [policies]."
_MOST = {"address": 1000, "design": 200, "owner": 200, "ticket": 200, "reason": 2000}


def checked_waiver(
    draft: Waiver, rules: Iterable[Rule], *, today: date, needs_expiry: bool = True
) -> Waiver:
    """Return a waiver as it is kept: its rule by Dharma's own spelling, its texts trimmed.

    Parameters
    ----------
    rules : iterable of Rule
        Those there are; another tool's id for one of them is taken too.
    today : date
        The last day may not lie before it.

    Raises
    ------
    InputError
        If there is no such rule, or the address, the reason or the last day is missing, too long
        or past.
    """
    names = {rule_key(n): n for rule in rules for n in (*rule.twins, rule.id)}
    rule = names.get(rule_key(draft.rule.strip()))
    if rule is None:
        raise InputError(
            f"There is no rule {draft.rule!r}.",
            next_step=f"{nearest(draft.rule, names.values())} {_OWN_RULE}".strip(),
        )
    texts = {name: " ".join(getattr(draft, name).split()) for name in _MOST}
    for name, most in _MOST.items():
        if len(texts[name]) > most:
            raise InputError(
                f"The {name} has {len(texts[name])} characters; {most} are kept.",
                next_step="Shorten it.",
            )
    _refuse_missing(texts, draft.until, needs_expiry=needs_expiry)
    if draft.until is not None and draft.until < today:
        raise InputError(
            f"{draft.until} is past: such a waiver would hide nothing.",
            next_step=f"Give a last day from {today} on.",
        )
    changes: dict[str, Any] = {"rule": rule, **texts}
    return replace(draft, **changes)


def _refuse_missing(texts: dict[str, str], until: date | None, *, needs_expiry: bool) -> None:
    if not texts["address"]:
        raise InputError(
            "The waiver names no resource.", next_step="Give an address; * is any characters."
        )
    if not texts["reason"]:
        raise InputError("The waiver gives no reason.", next_step="Say why the finding may rest.")
    if until is None and needs_expiry:
        raise InputError(
            "The waiver has no last day.",
            next_step="Give one, such as 2027-01-31, or set require_expiry = false under "
            "[policies].",
        )
