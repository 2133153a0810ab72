"""S3: what each storage class charges, from usage; classes without usage or a rule stay silent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject, blocks_of

__all__ = ["s3_bucket"]


def s3_bucket(subject: Subject) -> Iterator[Component]:
    """Yield the lines of the standard class, and of each class that usage or a rule names."""
    named = _classes_in_rules(subject)
    for name, facts in subject.facts["classes"].items():
        used = any(key.startswith(f"{name}.") for key in subject.values)
        if name == "standard" or name in named or used:
            for entry in facts["lines"]:
                yield _line(subject, name, f"{facts['label']} > {entry['name']}", entry)
    if subject.used("object_tags") is not None or _has_tagged_rule(subject):
        used_tags = subject.used("object_tags")
        quantity = None if used_tags is None else used_tags / 10_000
        line = Line("Object tagging", "10k tags", quantity, "object_tags")
        yield subject.bill(line, subject.key("s3/object_tags"))


def _line(subject: Subject, name: str, title: str, entry: Mapping[str, Any]) -> Component:
    key = f"{name}.{entry['usage']}"
    used = subject.used(key)
    quantity = None if used is None else used / Decimal(entry.get("per", 1))
    attributes = {"class": name, **entry.get("attributes", {})}
    line = Line(title, entry["unit"], quantity, key)
    return subject.bill(line, subject.key(entry["price"], **attributes))


def _classes_in_rules(subject: Subject) -> set[str]:
    """Return the storage classes that lifecycle rules move objects to."""
    words = {facts["rule"]: name for name, facts in subject.facts["classes"].items()}
    found = set()
    for rule in _rules(subject):
        for block in ("transition", "noncurrent_version_transition"):
            for step in blocks_of(rule.get(block)):
                found.add(words.get(str(step.get("storage_class")), ""))
    return found


def _has_tagged_rule(subject: Subject) -> bool:
    return any(isinstance(rule.get("tags"), Mapping) and rule["tags"] for rule in _rules(subject))


def _rules(subject: Subject) -> Iterator[Mapping[str, Any]]:
    """Yield the rules written in the bucket, and in its lifecycle configuration."""
    for rule in subject.blocks("lifecycle_rule"):
        if rule.get("enabled") is not False:
            yield rule
    for user in subject.users("aws_s3_bucket_lifecycle_configuration"):
        for rule in blocks_of(user.attributes.get("rule")):
            if rule.get("status") != "Disabled":
                yield rule
