"""What auditors ask by: frameworks, their sections and controls, and what code can say of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dharma_core.errors import FactError, NotFoundError, nearest
from dharma_core.policies.findings import Rule

__all__ = ["Control", "Framework", "find_framework", "parse_framework", "unknown_controls"]

_WORDS = ("title", "publisher", "source", "published", "read", "checked")
_KEYS = {"framework", *_WORDS, "reasons", "sections"}


@dataclass(frozen=True, slots=True)
class Control:
    """One thing that a framework asks for, in our own words.

    Parameters
    ----------
    cannot : str
        Why code cannot check it at all; empty where it can.
    rest : str
        What of it code cannot see although rules speak to it; empty where a plan tells all.
    """

    id: str
    title: str
    section: str
    cannot: str = ""
    rest: str = ""

    @property
    def checkable(self) -> bool:
        """Whether the code of a design can show that it is broken."""
        return not self.cannot


@dataclass(frozen=True)
class Framework:
    """A list of controls that somebody published.

    Parameters
    ----------
    name : str
        As rules cite it: ``CIS AWS 3.0``.
    source : str
        Where the publisher's own text is.
    published, read : str
        When it appeared, and when we last went through our list (ISO 8601).
    checked : str
        What the ids and subjects were compared with then, and which were not.
    """

    name: str
    title: str
    publisher: str
    source: str
    published: str
    read: str
    checked: str
    controls: tuple[Control, ...]

    @cached_property
    def by_id(self) -> Mapping[str, Control]:
        """Every control by its id."""
        return {control.id: control for control in self.controls}

    @property
    def slug(self) -> str:
        """The name as a file or an address has it: ``cis-aws-3.0``."""
        return self.name.casefold().replace(" ", "-")

    def rules_of(self, rules: Iterable[Rule]) -> Mapping[str, tuple[Rule, ...]]:
        """Return the rules that cite each control."""
        found: dict[str, list[Rule]] = {}
        for rule in rules:
            for control in rule.frameworks.get(self.name, ()):
                found.setdefault(control, []).append(rule)
        return {control: tuple(cited) for control, cited in found.items()}


def find_framework(name: str, known: Iterable[Framework]) -> Framework:
    """Return a framework by its name or slug, whatever the case.

    Raises
    ------
    NotFoundError
        If there is none; the nearest is named.
    """
    frameworks = {framework.name: framework for framework in known}
    wanted = name.strip().casefold()
    for framework in frameworks.values():
        if wanted in (framework.name.casefold(), framework.slug):
            return framework
    raise NotFoundError(
        f"No framework {name!r}.",
        next_step=nearest(name, frameworks),
    )


def unknown_controls(rules: Iterable[Rule], known: Iterable[Framework]) -> tuple[str, ...]:
    """Return every citation that leads nowhere: ``RULE cites FRAMEWORK ID``, sorted.

    Examples
    --------
    >>> unknown_controls([], [])
    ()
    """
    frameworks = {framework.name: framework for framework in known}
    lost = [
        f"{rule.id} cites {name} {control}"
        for rule in rules
        for name, controls in rule.frameworks.items()
        for control in controls
        if name not in frameworks or control not in frameworks[name].by_id
    ]
    return tuple(sorted(lost))


def parse_framework(raw: Any, *, file: str) -> Framework:
    """Return the framework that a file of data/frameworks describes.

    Raises
    ------
    FactError
        If a key is missing or unknown, a control has no title or two share an id.

    Examples
    --------
    >>> facts = dict.fromkeys(_WORDS, "x")
    >>> sections = [{"title": "Logs", "controls": {"3.1": "A trail in every region"}}]
    >>> raw = {"framework": "F 1", **facts, "sections": sections}
    >>> parse_framework(raw, file="f.yaml").by_id["3.1"].title
    'A trail in every region'
    """
    if not isinstance(raw, Mapping) or set(raw) - _KEYS:
        extra = ", ".join(sorted(map(str, set(raw) - _KEYS))) if isinstance(raw, Mapping) else ""
        raise FactError(f"{file}: {f'unknown keys: {extra}' if extra else 'it is no mapping'}.")
    missing = sorted(_KEYS - set(raw) - {"reasons"})
    if missing:
        raise FactError(f"{file}: it lacks {', '.join(missing)}.")
    controls = tuple(_controls(raw, file))
    ids = [control.id for control in controls]
    twice = sorted({i for i in ids if ids.count(i) > 1})
    if twice or not controls:
        raise FactError(f"{file}: {'twice: ' + ', '.join(twice) if twice else 'no control'}.")
    words = {key: str(raw[key]) for key in _WORDS}
    return Framework(str(raw["framework"]), controls=controls, **words)


def _controls(raw: Mapping[str, Any], file: str) -> Iterator[Control]:
    reasons = raw.get("reasons") or {}
    for section in raw["sections"]:
        for id_, said in section["controls"].items():
            if not isinstance(id_, str):
                raise FactError(f"{file}: the id {id_!r} must be written in quotes.")
            entry = {"title": said} if isinstance(said, str) else said
            where = f"{file}: {id_}"
            if not isinstance(entry, Mapping) or set(entry) - {"title", "cannot", "rest"}:
                raise FactError(f"{where}: write a title, or title, cannot and rest.")
            yield Control(
                id_,
                str(entry["title"]),
                str(section["title"]),
                _reason(entry.get("cannot"), reasons, where),
                _reason(entry.get("rest"), reasons, where),
            )


def _reason(word: Any, reasons: Mapping[str, str], where: str) -> str:
    if word is None:
        return ""
    if word not in reasons:
        raise FactError(f"{where}: {word!r} is not among its reasons.")
    return reasons[word]
