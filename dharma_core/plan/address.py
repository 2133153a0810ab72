"""Resource addresses as Terraform writes them: ``module.web["a"].aws_instance.app[0]``."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from json.encoder import encode_basestring as quoted

from dharma_core.errors import InputError

__all__ = ["Address", "Index", "parse_address"]

Index = int | str | None

_STEP = re.compile(
    r'([A-Za-z_][A-Za-z0-9_-]*)(?:\[(\d+|"(?:[^"\\]|\\.)*")\])?(?:\.(?=.)|$)', re.ASCII
)


@dataclass(frozen=True, slots=True)
class Address:
    """One resource instance: where it is, what it is, which of several it is.

    Parameters
    ----------
    type, name : str
        ``aws_instance`` and ``web``.
    module : str
        ``module.network["eu"]`` or ``""`` at the root.
    index : int, str or None
        From ``count`` or ``for_each``.
    mode : str
        ``managed`` or ``data``.

    Examples
    --------
    >>> str(Address("aws_instance", "web", index=0))
    'aws_instance.web[0]'
    """

    type: str
    name: str
    module: str = ""
    index: Index = None
    mode: str = "managed"

    def __str__(self) -> str:
        return self.config_address + _index_text(self.index)

    @property
    def config_address(self) -> str:
        """The address without its index: all instances of one block share it."""
        data = "data." if self.mode == "data" else ""
        prefix = f"{self.module}." if self.module else ""
        return f"{prefix}{data}{self.type}.{self.name}"


def _index_text(index: Index) -> str:
    if index is None:
        return ""
    return f"[{quoted(index) if isinstance(index, str) else index}]"


def _steps(text: str) -> list[tuple[str, Index]]:
    steps: list[tuple[str, Index]] = []
    position = 0
    while position < len(text):
        match = _STEP.match(text, position)
        if not match:
            raise _no_address(text)
        steps.append((match[1], _index(match[2], text)))
        position = match.end()
    return steps


def _index(written: str | None, text: str) -> Index:
    if written is None:
        return None
    try:
        index: Index = json.loads(written)
    except ValueError:
        raise _no_address(text) from None
    return index


def _no_address(text: str) -> InputError:
    return InputError(
        f"{text!r} is not a resource address.",
        next_step="Write it as type.name, for example aws_instance.web[0].",
    )


def parse_address(text: str) -> Address:
    """Return the parts of an address.

    Raises
    ------
    InputError
        If ``text`` is not of the form ``[module.path.][data.]type.name[index]``.

    Examples
    --------
    >>> parse_address('module.net["a.b"].data.aws_ami.base')
    Address(type='aws_ami', name='base', module='module.net["a.b"]', index=None, mode='data')
    """
    steps = _steps(text)
    modules = []
    while len(steps) > 2 and steps[0][0] == "module":
        modules.append(f"module.{steps[1][0]}{_index_text(steps[1][1])}")
        steps = steps[2:]
    mode = "managed"
    if len(steps) == 3 and steps[0][0] == "data":
        mode, steps = "data", steps[1:]
    if len(steps) != 2 or steps[0][1] is not None:
        raise _no_address(text)
    (type_, _), (name, index) = steps
    return Address(type_, name, ".".join(modules), index, mode)
