"""The ``arm`` section of a catalogue file, as values.

One line an attribute: ``address_space: addressSpace.addressPrefixes``. Paths start below
``properties``; a leading ``/`` starts at the resource itself (``sku_name: /sku.name``), ``~`` is a
dot within a name. A line without a place only steers Terraform. A mapping says more:

- ``to``: where it goes, several places for the same value; ``as``: in which form (``FORMS``);
  ``values``: other words for its values; ``unless``: values that say nothing; ``wrap``: each item
  of a list becomes an object with the item at this path; ``also``: what stands beside it;
- ``text``: a text around the value (``NODE|${value}``); ``child``: the value names a part of this
  resource, written as its id; ``split``: one text becomes several properties, ``part``: several
  attributes become one text, joined by ``by``; ``setting``: an entry of a list of names and
  values; ``reads``: what is read of the resource that the value names;
- ``members``: a block's own lines, an object when the block stands once, else a list (``list``
  for a list all the same), ``number``: its items are named by their number; ``flat``: a block
  whose members are the parent's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["FORMS", "Companion", "Fold", "Line", "Parent", "Section", "Steps"]

Steps = tuple[str, ...]

FORMS = frozenset({
    "", "text", "number", "not", "enabled", "list", "first", "strings", "pairs", "document", "csv",
    "epoch", "gibibytes", "bytes", "identity", "role",
})  # fmt: skip
"""How a value may be written.

``text``, ``number``: the other kind of scalar; ``not``: the opposite flag; ``enabled``: a flag as
``Enabled`` or ``Disabled``; ``list``: a list of one, ``first``: the one of a list; ``strings``: a
text as the strings that DNS holds, 255 characters each at most; ``pairs``: a mapping as a list of
``name`` and ``value`` (other keys in ``by``); ``document``: a JSON text as an object; ``csv``: a
list as one text; ``epoch``: a time as seconds since 1970; ``gibibytes``: MiB as GiB; ``bytes``:
GiB as bytes; ``identity``: the identity block; ``role``: a built-in role's name as its id.
"""


@dataclass(frozen=True, slots=True)
class Line:
    """Where one attribute goes and in which form."""

    to: tuple[Steps, ...] = ()
    form: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    unless: tuple[Any, ...] = ()
    wrap: Steps = ()
    also: Mapping[Steps, Any] = field(default_factory=dict)
    text: str = ""
    child: str = ""
    split: str = ""
    part: int | None = None
    by: str = ""
    setting: str = ""
    reads: Mapping[Steps, str] = field(default_factory=dict)
    members: Mapping[str, Line] = field(default_factory=dict)
    flat: Mapping[str, Line] = field(default_factory=dict)
    single: bool = False
    number: str = ""
    left: str = ""
    """Why nothing is written of a value that says something: what Azure does by itself."""

    @property
    def steers_only(self) -> bool:
        """Whether no value of it is ever written."""
        return not (self.to or self.form or self.flat or self.reads or self.unless)


@dataclass(frozen=True, slots=True)
class Parent:
    """Whose child a type is.

    Parameters
    ----------
    type : str
        ``azurerm_virtual_network``.
    by : tuple of str
        The attributes that may name it, by its name or its id.
    via : tuple of str
        Name segments between the two (``default`` of ``blobServices/default``).
    outer : tuple of str
        Attributes that name the parent's own parents.
    """

    type: str
    by: tuple[str, ...]
    via: tuple[str, ...] = ()
    outer: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fold:
    """Which resource a type is written in.

    Parameters
    ----------
    owners : tuple of str
        The types it may be written in.
    by : str
        The attribute that holds the owner's id.
    into : tuple of str
        The owner's property it becomes, or whose list it joins.
    list : bool
        Whether it joins a list.
    type : str
        The ARM type its id is of; empty when nobody refers to it.
    within, item
        A list of the owner and the attribute that names the item to fold into.
    """

    owners: tuple[str, ...]
    by: str
    into: Steps
    list: bool = False
    type: str = ""
    within: Steps = ()
    item: str = ""


@dataclass(frozen=True, slots=True)
class Companion:
    """A child resource that one attribute of a type turns into.

    Parameters
    ----------
    type : str
        Its ARM type.
    name : str
        ``=default`` for a fixed name, else the block's member that names it.
    line : Line
        A flat line for a block that stands once, ``members`` or a plain one for the rest.
    """

    type: str
    name: str
    line: Line


@dataclass(frozen=True, slots=True)
class Section:
    """How one azurerm type is written in ARM.

    Parameters
    ----------
    type, api : str
        ``Microsoft.Network/virtualNetworks`` and its version.
    name : str
        The attribute that names it; ``=default`` for a fixed name, ``guid`` for one that ARM has
        to make.
    parent, fold : values or None
    scope : str
        The attribute that holds the id of the resource it extends.
    serial : bool
        Whether siblings have to be made one after another.
    properties : mapping of attribute to Line
    companions : mapping of attribute to Companion
    fill : mapping of path to value
        What ARM asks for and no attribute says; ``$name`` and ``$location`` are the resource's.
    match : mapping of path to value
        What tells this type among those with the same ARM type; ``...`` for any value.
    attributes : mapping
        Attributes the provider computes, to the ARM path that has them or a text of ``${...}``;
        ``.|host`` behind a path takes the host name of an address.
    ignored : tuple of str
        Attributes that only steer Terraform.
    tags : bool
        Whether it has tags in ARM's own place.
    """

    type: str = ""
    api: str = ""
    name: str = "name"
    parent: Parent | None = None
    scope: str = ""
    fold: Fold | None = None
    serial: bool = False
    properties: Mapping[str, Line] = field(default_factory=dict)
    companions: Mapping[str, Companion] = field(default_factory=dict)
    fill: Mapping[Steps, Any] = field(default_factory=dict)
    match: Mapping[Steps, Any] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    tags: bool = True

    @property
    def aside(self) -> frozenset[str]:
        """Attributes that say where and under which name the resource stands."""
        names = {"resource_group_name", "timeouts", self.scope, *self.ignored}
        if self.fold is None and not self.name.startswith("="):
            names.add(self.name if self.name != "guid" else "name")
        if self.tags:
            names.add("tags")
        if self.parent is not None:
            names |= {*self.parent.by, *self.parent.outer}
        if self.fold is not None:
            names |= {self.fold.by, self.fold.item}
        return frozenset(names)

    def has_line(self, path: tuple[str | int, ...]) -> bool:
        """Whether the attribute at ``path`` has a line, its own or its companion's.

        Examples
        --------
        >>> section = Section(properties={"sku": Line(to=(("sku", "name"),))})
        >>> section.has_line(("sku",)), section.has_line(("zones", 0))
        (True, False)
        """
        lines: Mapping[str, Line] = {n: c.line for n, c in self.companions.items()}
        lines, found = {**lines, **self.properties}, False
        for step in path:
            if isinstance(step, int):
                continue
            line = lines.get(step)
            if line is None:
                return False
            lines, found = line.members or line.flat, True
        return found
