"""WAF: the month of a web ACL, its rules and rule groups, and the requests it looks at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject, blocks_of
from dharma_core.units import to_decimal

__all__ = ["web_acl", "web_acl_v2"]

_Groups = Sequence[tuple[str, int]]


def web_acl(subject: Subject) -> Iterator[Component]:
    """Yield a classic web ACL; a rule of type GROUP is a rule group."""
    rules = subject.blocks("rules")
    groups = sum(rule.get("type") == "GROUP" for rule in rules)
    yield from _parts(subject, len(rules) - groups, [("Rule groups", groups)])


def web_acl_v2(subject: Subject) -> Iterator[Component]:
    """Yield a web ACL; what a rule refers to says whether it is a rule or a group."""
    own = groups = managed = 0
    for rule in subject.blocks("rule"):
        statement = subject.within(rule, "statement")
        words = _words(statement)
        if "rule_group_reference_statement" in words:
            groups += 1
        elif "managed_rule_group_statement" in words:
            managed += 1
        else:
            own += 1
    yield from _parts(subject, own, [("Rule groups", groups), ("Managed rule groups", managed)])


def _words(statement: object) -> set[str]:
    """Return the kinds of statement that are written in a rule's statement."""
    return {
        name
        for block in blocks_of(statement)
        for name, value in block.items()
        if value not in (None, ())
    }


def _parts(subject: Subject, own_rules: int, groups: _Groups) -> Iterator[Component]:
    yield _flat(subject, Line("Web ACL usage", "months", Decimal(1)), "waf/web_acl")
    inside = [subject.used(k) for k in ("rule_group_rules", "managed_rule_group_rules")]
    rules = Decimal(own_rules) + sum((used for used in inside if used), Decimal(0))
    if rules:
        yield _flat(subject, Line("Rules", "rules", rules, "rule_group_rules"), "waf/rule")
    for name, count in groups:
        if count:
            yield _flat(subject, Line(name, "groups", to_decimal(count)), "waf/rule_group")
    requests = subject.used("monthly_requests")
    millions = None if requests is None else requests / 1_000_000
    line = Line("Requests", "1M requests", millions, "monthly_requests")
    yield _flat(subject, line, "waf/requests")


def _flat(subject: Subject, line: Line, what: str) -> Component:
    """Return the line at a price that is the same in every region."""
    return subject.bill(line, subject.key(what, region="global"))
