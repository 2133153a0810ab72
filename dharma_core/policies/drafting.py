"""A new policy with its test, to begin from: both run as they are."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from dharma_core.errors import InputError, nearest
from dharma_core.plan import Catalog
from dharma_core.policies.findings import GROUPS, Severity

__all__ = ["DraftedPolicy", "PolicyWish", "draft_policy"]

_ID = re.compile(r"[A-Za-z][A-Za-z0-9_]{2,63}")
_STEP = re.compile(r"[a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)*")


@dataclass(frozen=True, slots=True)
class PolicyWish:
    """What a new policy shall ask for.

    Parameters
    ----------
    id : str
        Such as ``TEAM_S3_001``: letters, digits and ``_``.
    resource_type, attribute : str
        What is looked at; a dotted attribute looks into blocks.
    value : Any
        What the attribute must be; None: it must be set.
    title : str
        The fault, in a short sentence; made from the others when empty.
    """

    id: str
    resource_type: str
    attribute: str
    value: Any = None
    title: str = ""
    severity: str = "medium"
    group: str = "compliance"


@dataclass(frozen=True, slots=True)
class DraftedPolicy:
    """The two files of a new policy: name and text of each."""

    file: str
    text: str
    test_file: str
    test_text: str


def draft_policy(wish: PolicyWish, catalog: Catalog) -> DraftedPolicy:
    """Return a policy in Rego v1 with METADATA, and its test.

    Raises
    ------
    InputError
        If the id is no name, or type, attribute, severity or group are not known; the nearest is
        named.
    """
    _check(wish, catalog)
    steps = tuple(wish.attribute.split("."))
    blocks = _block_steps(wish, catalog, steps)
    package = f"policies.{wish.id.lower()}"
    title = wish.title or _title(wish)
    text = _POLICY.format(
        title=json.dumps(title, ensure_ascii=False),
        said=json.dumps(f"%s: {title.replace('%', '%%')}", ensure_ascii=False),
        id=wish.id,
        severity=wish.severity,
        group=wish.group,
        type=wish.resource_type,
        pattern=_pattern(steps, blocks),
        package=package,
        holds=_holds(steps, blocks, wish.value),
    )
    test = _TEST.format(
        package=package,
        name=wish.id.lower(),
        type=wish.resource_type,
        good=json.dumps(_nested(steps, blocks, True if wish.value is None else wish.value)),
    )
    stem = wish.id.lower()
    return DraftedPolicy(f"{stem}.rego", text, f"{stem}_test.rego", test)


def _check(wish: PolicyWish, catalog: Catalog) -> None:
    if not _ID.fullmatch(wish.id):
        raise InputError(
            f"{wish.id!r} is no id of a policy.",
            next_step="Use 3 to 64 letters, digits and _, beginning with a letter: TEAM_S3_001.",
        )
    catalog.get(wish.resource_type)
    for what, given, allowed in (
        ("severity", wish.severity, [s.value for s in Severity]),
        ("group", wish.group, list(GROUPS)),
    ):
        if given not in allowed:
            raise InputError(f"No {what} {given!r}.", next_step=nearest(given, allowed))


def _block_steps(wish: PolicyWish, catalog: Catalog, steps: tuple[str, ...]) -> tuple[bool, ...]:
    """Return for each step whether it is a block; refuse one that the type has not."""
    type_ = catalog.get(wish.resource_type)
    found = []
    for end, step in enumerate(steps, start=1):
        fact = type_.attribute(steps[:end]) if _STEP.fullmatch(wish.attribute) else None
        if fact is None:
            parent = type_.attribute(steps[: end - 1]) if end > 1 else None
            known = parent.members if parent else type_.attributes
            raise InputError(
                f"{wish.resource_type} has no attribute {wish.attribute!r}.",
                next_step=nearest(step, known),
            )
        found.append(fact.block)
    return tuple(found)


def _title(wish: PolicyWish) -> str:
    if wish.value is None:
        return f"{wish.resource_type} does not set {wish.attribute}"
    return f"{wish.resource_type} has another {wish.attribute} than {json.dumps(wish.value)}"


def _pattern(steps: tuple[str, ...], blocks: tuple[bool, ...]) -> str:
    return ".".join(f"{s}[]" if b else s for s, b in zip(steps, blocks, strict=True))


def _holds(steps: tuple[str, ...], blocks: tuple[bool, ...], value: Any) -> str:
    """Return the body of ``holds``: a line for each block that is gone through."""
    lines, here = [], "rc.change.after"
    for number, (step, block) in enumerate(zip(steps, blocks, strict=True)):
        here = f"{here}.{step}"
        if block:
            name = f"block_{number}"
            lines.append(f"some {name} in {here}")
            here = name
    end = f"{here} == {json.dumps(value)}" if value is not None else f"{here} != null"
    return "\n\t".join([*lines, end])


def _nested(steps: tuple[str, ...], blocks: tuple[bool, ...], value: Any) -> Any:
    for step, block in zip(reversed(steps), reversed(blocks), strict=True):
        value = {step: [value] if block else value}
    return value


_POLICY = """# METADATA
# title: {title}
# description: >-
#   Say here why it matters.
# custom:
#   id: {id}
#   severity: {severity}
#   group: {group}
#   resource_types: [{type}]
#   attributes: ["{pattern}"]
#   remediation: >-
#     Say here what to do.
package {package}

import rego.v1

deny contains msg if {{
	some rc in input.resource_changes
	rc.type == "{type}"
	not holds(rc)
	msg := sprintf({said}, [rc.address])
}}

holds(rc) if {{
	{holds}
}}
"""

_TEST = """package {package}_test

import data.{package}
import rego.v1

plan(after) := {{"resource_changes": [{{
	"address": "{type}.example",
	"type": "{type}",
	"name": "example",
	"mode": "managed",
	"change": {{"actions": ["create"], "after": after, "after_unknown": {{}}}},
}}]}}

test_it_fires_where_nothing_is_set if {{
	count({name}.deny) == 1 with input as plan({{}})
}}

test_it_passes_where_it_is_as_wished if {{
	count({name}.deny) == 0 with input as plan({good})
}}
"""
