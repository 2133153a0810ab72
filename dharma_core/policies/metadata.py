"""Read what a Rego file says about itself: package, rules and METADATA, without running it.

Only file-level METADATA and the block right above a ``deny``, ``warn`` or ``violation`` rule are
used; the engine does not read annotations, so the YAML is parsed here. The keys of OPA are used as
OPA means them (title, description, related_resources); all of ours lie under ``custom``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from dharma_core.errors import InputError, nearest
from dharma_core.policies.findings import GROUPS, Effect, Rule, Severity
from dharma_core.policies.ports import PolicySource
from dharma_core.policies.repairs import parse_fix

__all__ = ["CULPRITS_ENTRY", "NATIVE_ENTRY", "Policy", "entry_heads", "parse_policy"]

NATIVE_ENTRY = "failing"  # a rule that lists addresses; Dharma asks for it when it is there
CULPRITS_ENTRY = "culprits"  # lists [address, attribute, index, ...]: where exactly it is wrong

_PACKAGE = re.compile(r"^[ \t]*package[ \t]+(\S+)", re.MULTILINE)
_HEAD = re.compile(
    r"^[ \t]*(?:default[ \t]+)?((?:deny|warn|violation)(?:_\w+)?|failing)"
    r"(?=[ \t]*(?:\[|\{|:?=|contains\b|if\b|$))",
    re.MULTILINE,
)
_CULPRITS = re.compile(rf"^{CULPRITS_ENTRY}\b", re.MULTILINE)
_SEGMENT = re.compile(r'\["([^"]+)"\]|([^.\[\]]+)')
_DEFAULT_SEVERITY = {Effect.DENY: Severity.HIGH, Effect.WARN: Severity.MEDIUM}
_DEFAULT_GROUP = "compliance"  # a policy of the user's own is what the house asks for


@dataclass(frozen=True, slots=True)
class Policy:
    """One Rego file, read but not run.

    Parameters
    ----------
    path : str
        Its package with slashes, as entrypoints are written.
    rules : mapping of entry name to Rule
        One for every deny, warn and violation rule in the file.
    attributes : tuple of str
        Attribute paths that the rule looks at (``ingress[].cidr_blocks``): its evidence, and what
        must be known for a verdict.
    defaults : mapping of attribute path to value
        What the provider uses where nobody wrote a value, although the plan says unknown.
    related : mapping of type to attribute
        Companion types a verdict depends on, and the attribute of the companion or of the resource
        that links the two.
    compares : bool
        Whether resources are compared with each other, so that all must be seen at once.
    settled_by_reference : mapping of attribute path to types
        Where a reference to a resource that the plan manages is never a value that the rule looks
        for (``member``, which no resource makes ``allUsers``), and of which types; any when empty.
    keys : mapping of attribute to parameter
        Of this map the rule looks only at the keys that the parameter lists.
    set_is_enough : tuple of str
        Attribute paths of which the rule asks only whether somebody set them, although the
        provider fills them in when nobody does (``kms_key_id``): a reference is enough.
    looks_for : mapping of attribute path to patterns
        The values that the rule looks for (``*`` is any text): what is written so that it can be
        none of them (``serviceAccount:${...}``) needs not be known.
    only_where : mapping of attribute path to patterns
        The rule fires only where this attribute is one of these: elsewhere no other one needs be
        known.
    """

    source: PolicySource
    path: str
    rules: Mapping[str, Rule]
    native: bool = False
    attributes: tuple[str, ...] = ()
    defaults: Mapping[str, Any] = field(default_factory=dict)
    related: Mapping[str, str] = field(default_factory=dict)
    compares: bool = False
    settled_by_reference: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    set_is_enough: tuple[str, ...] = ()
    looks_for: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    only_where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def entrypoints(self) -> tuple[str, ...]:
        """What the engine is asked for: the failing addresses, or else every message rule."""
        names = list(self.rules)
        if self.native:
            told = bool(_CULPRITS.search(self.source.text))
            names = [NATIVE_ENTRY, CULPRITS_ENTRY] if told else [NATIVE_ENTRY]
        return tuple(f"{self.path}/{name}" for name in names)

    @property
    def rule(self) -> Rule:
        """The file's first rule: the only one of a native policy."""
        return next(iter(self.rules.values()))


def parse_policy(source: PolicySource) -> Policy:
    r"""Return what a policy file says about itself.

    Raises
    ------
    InputError
        If it has no package, or its METADATA is not YAML, or names an unknown severity or group;
        ``details`` carries the line.

    Examples
    --------
    >>> text = '# METADATA\n# custom:\n#   id: X_1\npackage a.b\ndeny[m] { m := "x" }'
    >>> policy = parse_policy(PolicySource("a.rego", text))
    >>> policy.path, policy.rule.id, policy.rule.severity.value
    ('a/b', 'X_1', 'high')
    """
    package = _PACKAGE.search(source.text)
    if not package:
        raise InputError("it has no package line", details={"line": 1})
    blocks = tuple(_blocks(source.text))
    entries = tuple(dict.fromkeys(m[1] for m in _HEAD.finditer(source.text)))
    head = _header(blocks, "package")
    named = [e for e in entries if e != NATIVE_ENTRY]
    rules = {entry: _rule(source, entry, {**head, **_header(blocks, entry)}) for entry in named}
    custom = _custom(head)
    set_is_enough = _words(custom, "set_is_enough")
    return Policy(
        source,
        "/".join(quoted or plain for quoted, plain in _SEGMENT.findall(package[1])),
        rules,
        native=NATIVE_ENTRY in entries and len(rules) == 1 and "id" in custom,
        attributes=_words(custom, "attributes"),
        defaults={**dict.fromkeys(_with_blocks(set_is_enough)), **(custom.get("defaults") or {})},
        related=dict(custom.get("related") or {}),
        compares=bool(custom.get("compares", False)),
        settled_by_reference=_settled(custom),
        keys=dict(custom.get("keys") or {}),
        set_is_enough=set_is_enough,
        looks_for=_word_lists(custom, "looks_for", head.get("_line")),
        only_where=_word_lists(custom, "only_where", head.get("_line")),
    )


def entry_heads(text: str) -> tuple[int, ...]:
    """Return where the names of deny, warn, violation and failing rules stand in a text."""
    return tuple(match.start(1) for match in _HEAD.finditer(text))


@dataclass(frozen=True, slots=True)
class _Block:
    """One METADATA block and the line of code that follows it."""

    line: int
    values: Mapping[str, Any]
    above: str


def _blocks(text: str) -> Iterator[_Block]:
    lines = text.splitlines()
    for start, line in enumerate(lines):
        if line.strip() != "# METADATA":
            continue
        end = start + 1
        while end < len(lines) and lines[end].lstrip().startswith("#"):
            end += 1
        body = "\n".join(entry.lstrip()[1:] for entry in lines[start + 1 : end])
        above = next((entry.strip() for entry in lines[end:] if entry.strip()), "")
        yield _Block(start + 1, _yaml(body, start + 1), above)


def _yaml(body: str, line: int) -> Mapping[str, Any]:
    try:
        values = yaml.load(body, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        at = line + 1 + (error.problem_mark.line if error.problem_mark else 0)
        reason = f"its METADATA is not YAML: {error.problem}"
        raise InputError(reason, details={"line": at}) from None
    except yaml.YAMLError as error:
        raise InputError(f"its METADATA is not YAML: {error}", details={"line": line}) from None
    if not isinstance(values, Mapping):
        raise InputError("its METADATA is not a mapping", details={"line": line})
    return {**values, "_line": line}


def _header(blocks: tuple[_Block, ...], entry: str) -> Mapping[str, Any]:
    """Return the first block that stands above ``package`` or above a rule of that name."""
    found = (b.values for b in blocks if re.match(rf"(default\s+)?{entry}\b", b.above))
    return next(found, {})


def _custom(values: Mapping[str, Any]) -> Mapping[str, Any]:
    custom = values.get("custom") or {}
    if not isinstance(custom, Mapping):
        line = values.get("_line")
        raise InputError("METADATA custom is not a mapping", details={"line": line})
    return custom


def _rule(source: PolicySource, entry: str, values: Mapping[str, Any]) -> Rule:
    custom = _custom(values)
    effect = Effect.WARN if entry.startswith("warn") else Effect.DENY
    line = values.get("_line")
    severity = _one_of(custom, "severity", [s.value for s in Severity], line)
    group = _one_of(custom, "group", GROUPS, line)
    stem = source.file.removesuffix(".rego").replace("/", ".")
    return Rule(
        id=str(custom.get("id") or f"{stem}.{entry}"),
        title=str(values.get("title") or f"{stem}: {entry}"),
        severity=Severity(severity) if severity else _DEFAULT_SEVERITY[effect],
        effect=effect,
        group=group or _DEFAULT_GROUP,
        provider=str(custom.get("provider") or ""),
        resource_types=_words(custom, "resource_types"),
        description=" ".join(str(values.get("description") or "").split()),
        service=str(custom.get("service") or ""),
        remediation=" ".join(str(custom.get("remediation") or "").split()),
        references=tuple(_references(values)),
        frameworks=_word_lists(custom, "frameworks", line),
        twins=_words(custom, "twins"),
        file=source.file,
        fix=parse_fix(custom.get("fix"), line=line),
    )


def _one_of(
    custom: Mapping[str, Any], key: str, allowed: list[str] | tuple[str, ...], line: Any
) -> str:
    value = str(custom.get(key) or "").lower()
    if value and value not in allowed:
        reason = f"METADATA custom.{key} is {custom[key]!r}. {nearest(value, allowed)}"
        raise InputError(reason, details={"line": line})
    return value


def _words(custom: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = custom.get(key) or ()
    return (value,) if isinstance(value, str) else tuple(str(v) for v in value)


def _with_blocks(patterns: tuple[str, ...]) -> Iterator[str]:
    """Yield attribute paths and the blocks around them: ``a[].b`` and ``a``."""
    for pattern in patterns:
        steps = pattern.split("[].")
        yield from ("[].".join(steps[:end]) for end in range(len(steps), 0, -1))


def _settled(custom: Mapping[str, Any]) -> Mapping[str, tuple[str, ...]]:
    """Read ``[member]``, where any type will do, or ``{member: [google_service_account]}``."""
    value = custom.get("settled_by_reference") or ()
    if isinstance(value, Mapping):
        return {str(path): _words(value, path) for path in value}
    return dict.fromkeys(_words(custom, "settled_by_reference"), ())


def _references(values: Mapping[str, Any]) -> Iterator[str]:
    for entry in values.get("related_resources") or ():
        yield str(entry["ref"]) if isinstance(entry, Mapping) and "ref" in entry else str(entry)


def _word_lists(custom: Mapping[str, Any], key: str, line: Any) -> Mapping[str, tuple[str, ...]]:
    value = custom.get(key) or {}
    if not isinstance(value, Mapping):
        raise InputError(f"METADATA custom.{key} is not a mapping", details={"line": line})
    return {str(name): _words(value, name) for name in value}
