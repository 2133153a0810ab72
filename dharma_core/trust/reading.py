"""Reads a small YAML file of trust: every fault has file, line and the nearest right word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeVar

import yaml

from dharma_core.errors import InputError, nearest
from dharma_core.yaml_text import YamlForm, compose, is_null, pairs, position_of

__all__ = ["Reader", "open_reader"]

E = TypeVar("E", bound=StrEnum)

_FORM = YamlForm(
    "a trust file",
    deepest=5,
    begin="Begin it with 'rules:'; `dharma trust rules` shows the form.",
    layout="Write rules, resources, actions, networks, hours, countries or weights.",
)
_TRUTHS = {"true": True, "false": False}
_LARGEST = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class Reader:
    """One part of a file: a mapping, a list or a value, with what it is called."""

    node: yaml.Node
    file: str
    what: str

    @property
    def where(self) -> str:
        """File and line."""
        return str(position_of(self.node, self.file))

    def fields(self, allowed: Iterable[str]) -> Mapping[str, Reader]:
        """Return the values of a mapping by key; null ones are left out.

        Raises
        ------
        InputError
            If it is no mapping, or has a key that is not allowed; the nearest is named.
        """
        known = tuple(allowed)
        found = self.items()
        for name, value in found.items():
            if name not in known:
                raise InputError(
                    f"{value.where}: {self.what} has no key {name!r}.",
                    next_step=nearest(name, known),
                )
        return found

    def items(self) -> Mapping[str, Reader]:
        """Return the values of a mapping whose keys are free; null ones are left out."""
        return {
            name: Reader(value, self.file, f"{self.what}.{name}")
            for name, value in pairs(self.node, _FORM, file=self.file)
            if not is_null(value)
        }

    def elements(self) -> tuple[Reader, ...]:
        """Return the elements of a list."""
        if not isinstance(self.node, yaml.SequenceNode):
            raise self.refused("is not a list", "Write it as [first, second].")
        what = f"an entry of {self.what}"
        return tuple(Reader(node, self.file, what) for node in self.node.value)

    def text(self) -> str:
        """Return one text that is not empty."""
        words = self._scalar().split()
        if not words:
            raise self.refused("is empty", "Write a text.")
        return " ".join(words)

    def words(self) -> tuple[str, ...]:
        """Return a list of texts."""
        return tuple(element.text() for element in self.elements())

    def truth(self) -> bool:
        """Return true or false."""
        said = self._scalar()
        if said not in _TRUTHS:
            raise self.refused(f"is {said!r}", "Write true or false.")
        return _TRUTHS[said]

    def number(self, *, most: Decimal = _LARGEST) -> Decimal:
        """Return a number from 0 to ``most``."""
        said = self._scalar()
        try:
            value = Decimal(said)
        except InvalidOperation:
            value = Decimal("NaN")
        if not (value.is_finite() and 0 <= value <= most):
            raise self.refused(f"is {said!r}", f"Write a number from 0 to {most}.")
        return value

    def choice(self, words: type[E]) -> E:
        """Return one word of an enumeration."""
        said = self.text()
        known = {word.value: word for word in words}
        if said not in known:
            raise self.refused(f"is {said!r}", nearest(said, known))
        return known[said]

    def refused(self, fault: str, next_step: str) -> InputError:
        """Return the error that says what is wrong here."""
        return InputError(f"{self.where}: {self.what} {fault}.", next_step=next_step)

    def _scalar(self) -> str:
        if not isinstance(self.node, yaml.ScalarNode) or is_null(self.node):
            raise self.refused("is not one value", _FORM.layout)
        return str(self.node.value)


def open_reader(text: str, *, file: str) -> Reader:
    r"""Return the reader of a whole file.

    Raises
    ------
    InputError
        If it is no YAML mapping, larger than 1 MB, nested too deeply or uses aliases.

    Examples
    --------
    >>> open_reader("hours: {from: 6}\n", file="t.yaml").fields(["hours"])["hours"].what
    'the file.hours'
    """
    return Reader(compose(text, _FORM, file=file), file, "the file")
