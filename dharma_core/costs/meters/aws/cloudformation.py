"""CloudFormation: operations of handlers that are not AWS's own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject

__all__ = ["cloudformation_stack"]

_NAMESPACE = re.compile(r"""["']?Type["']?\s*:\s*["']?(\w+)::""")


def cloudformation_stack(subject: Subject) -> Iterator[Component]:
    """Yield the operations and long durations of handlers; none where all resources are AWS's."""
    if _is_all_aws(subject):
        return
    for name, unit, key, product in (
        ("Handler operations", "operations", "monthly_handler_operations", "handler_operations"),
        ("Durations above 30s", "seconds", "monthly_duration_secs", "handler_seconds"),
    ):
        used = subject.used(key)
        if used is None or used > 0:
            line = Line(name, unit, used, key)
            yield subject.bill(line, subject.key(f"cloudformation/{product}"))


def _is_all_aws(subject: Subject) -> bool:
    body = subject.get("template_body")
    if not isinstance(body, str):
        return False
    found = set(_NAMESPACE.findall(body))
    return bool(found) and found <= set(subject.facts["own_namespaces"])
