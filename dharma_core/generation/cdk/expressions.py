"""Values of a template as Python expressions: tokens for functions, objects for properties."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from dharma_core.generation.cdk.names import CdkType
from dharma_core.generation.pulumi.python import Call, Code, Items, Node, Table, literal, quoted

__all__ = ["Expressions", "Unsayable", "names_in"]

Json = dict[str, Any]


class Unsayable(Exception):  # noqa: N818 - never leaves the writer: it becomes an override
    """A property whose typed form does not hold what the template says."""


_PSEUDO = {
    "AWS::AccountId": "cdk.Aws.ACCOUNT_ID",
    "AWS::NoValue": "cdk.Aws.NO_VALUE",
    "AWS::Partition": "cdk.Aws.PARTITION",
    "AWS::Region": "cdk.Aws.REGION",
    "AWS::StackId": "cdk.Aws.STACK_ID",
    "AWS::StackName": "cdk.Aws.STACK_NAME",
    "AWS::URLSuffix": "cdk.Aws.URL_SUFFIX",
}


class Expressions:
    """Writes the values of one template.

    Parameters
    ----------
    variables : mapping of logical id to Python name
        Of resources and parameters.
    types : mapping of logical id to CdkType
        Of resources whose class is known.
    parameters : mapping of parameter to its ``Type``
    """

    def __init__(
        self,
        variables: Mapping[str, str],
        types: Mapping[str, CdkType],
        parameters: Mapping[str, str],
    ) -> None:
        self._variables, self._types, self._parameters = variables, types, parameters

    def of(self, value: Any, kind: str, owner: CdkType | None = None) -> Node:
        """Return a value as an argument of this kind.

        Raises
        ------
        Unsayable
            If the typed argument cannot hold it.
        """
        if _is_function(value):
            return self._function(value, kind)
        shaped = _SHAPES.get(kind[0] if kind[0] in "[{" else kind)
        if shaped is not None:
            return shaped(self, value, kind, owner)
        if isinstance(value, Mapping) and owner is not None and kind in owner.facts["types"]:
            return self.properties(value, kind, owner)
        return self.plain(value)

    def properties(self, values: Mapping[str, Any], type_: str, owner: CdkType) -> Node:
        """Return an object of a property type."""
        named = []
        for name, value in values.items():
            member = owner.member(type_, name)
            if member is None:
                raise Unsayable(f"{type_}.{name}")
            named.append((member.name, self.of(value, member.kind, owner)))
        return Call(f"{owner.call}.{type_}Property", (), tuple(named))

    def arguments(
        self, values: Mapping[str, Any], owner: CdkType
    ) -> tuple[list[tuple[str, Node]], Json]:
        """Return the arguments that hold the properties, and the properties that none holds."""
        named: list[tuple[str, Node]] = []
        rest: Json = {}
        for name, value in values.items():
            member = owner.argument(name)
            if member is None:
                rest[name] = value
                continue
            try:
                named.append((member.name, self.of(value, member.kind, owner)))
            except Unsayable:
                rest[name] = value
        return named, rest

    def plain(self, value: Any) -> Node:
        """Return JSON whose functions are tokens."""
        if _is_function(value):
            return self._function(value, "any")
        if isinstance(value, Mapping):
            return Table(tuple((str(k), self.plain(v)) for k, v in value.items()))
        if isinstance(value, list):
            return Items(tuple(self.plain(item) for item in value))
        return literal(value)

    def _function(self, value: Mapping[str, Any], kind: str) -> Node:
        (name, argument), *_ = value.items()
        if kind not in _TOKENS:
            raise Unsayable(name)
        if name == "Ref":
            return self._ref(argument, kind)
        if name == "Fn::GetAtt":
            return self._attribute(argument, kind)
        if name == "Fn::If":
            condition, *branches = argument
            sides = tuple(self.plain(branch) for branch in branches)
            return _token(Call("cdk.Fn.condition_if", (quoted(condition), *sides)), kind)
        return self._text_function(name, argument, kind)

    def _text_function(self, name: str, argument: Any, kind: str) -> Node:
        if name == "Fn::Sub" and isinstance(argument, str):
            made: Node = Call("cdk.Fn.sub", (quoted(argument),))
        elif name == "Fn::Join":
            made = Call("cdk.Fn.join", (quoted(argument[0]), self.plain(argument[1])))
        elif name == "Fn::Base64":
            made = Call("cdk.Fn.base64", (self.plain(argument),))
        else:
            inner = Table(((name, self.plain(argument)),))
            made = Call("cdk.Token.as_string", (inner,))
        if kind in ("string", "any"):
            return made
        if kind == "number":
            return Call("cdk.Token.as_number", (made,))
        raise Unsayable(name)

    def _ref(self, name: str, kind: str) -> Node:
        if name in _PSEUDO:
            return Code(_PSEUDO[name])
        variable = self._variables[name]
        type_ = self._parameters.get(name)
        if type_ is None:
            return _text(Code(f"{variable}.ref"), kind)
        if kind == "number" and type_ == "Number":
            return Code(f"{variable}.value_as_number")
        if kind in ("strings", "list") or type_.startswith(("CommaDelimited", "List<")):
            return Code(f"{variable}.value_as_list")
        if kind in ("string", "any"):
            return Code(f"{variable}.value_as_string")
        return _token(Code(f"{variable}.value"), kind)

    def _attribute(self, argument: Any, kind: str) -> Node:
        owner, name = argument if isinstance(argument, list) else argument.split(".", 1)
        variable = self._variables[owner]
        type_ = self._types.get(owner)
        attribute = type_.attribute(name) if type_ is not None else None
        if attribute is not None and kind in ("string", "any"):
            return Code(f"{variable}.{attribute}")
        return _token(Call(f"{variable}.get_att", (quoted(name),)), kind)

    def _string(self, value: Any, _kind: str, _owner: CdkType | None) -> Node:
        if isinstance(value, (Mapping, list)):
            raise Unsayable("string")
        if isinstance(value, bool):
            return quoted("true" if value else "false")
        return quoted(value if isinstance(value, str) else str(value))

    def _number(self, value: Any, _kind: str, _owner: CdkType | None) -> Node:
        if isinstance(value, str) and re.fullmatch(r"-?\d+", value):
            return Code(str(int(value)))
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise Unsayable("number")
        return literal(value)

    def _date(self, value: Any, kind: str, _owner: CdkType | None) -> Node:
        """Leave dates as the texts they are: the library wants objects."""
        raise Unsayable(f"{kind}: {value}")

    def _bool(self, value: Any, _kind: str, _owner: CdkType | None) -> Node:
        if value in ("true", "false"):
            return Code("True" if value == "true" else "False")
        if not isinstance(value, bool):
            raise Unsayable("bool")
        return literal(value)

    def _strings(self, value: Any, _kind: str, owner: CdkType | None) -> Node:
        if not isinstance(value, list):
            raise Unsayable("strings")
        return Items(tuple(self.of(item, "string", owner) for item in value))

    def _list(self, value: Any, kind: str, owner: CdkType | None) -> Node:
        if not isinstance(value, list):
            raise Unsayable(kind)
        return Items(tuple(self.of(item, kind.strip("[]") or "any", owner) for item in value))

    def _map(self, value: Any, kind: str, owner: CdkType | None) -> Node:
        if not isinstance(value, Mapping):
            raise Unsayable(kind)
        entries = ((str(k), self.of(v, kind.strip("{}"), owner)) for k, v in value.items())
        return Table(tuple(entries))

    def _words(self, value: Any, _kind: str, owner: CdkType | None) -> Node:
        if not isinstance(value, Mapping):
            raise Unsayable("map")
        return Table(tuple((str(k), self.of(v, "string", owner)) for k, v in value.items()))

    def _tags(self, value: Any, _kind: str, owner: CdkType | None) -> Node:
        if not isinstance(value, list):
            raise Unsayable("tags")
        return Items(tuple(self._tag(tag, owner) for tag in value))

    def _tag(self, tag: Any, owner: CdkType | None) -> Node:
        if not isinstance(tag, Mapping) or set(tag) != {"Key", "Value"}:
            raise Unsayable("tags")
        named = (("key", self.of(tag["Key"], "string", owner)),
                 ("value", self.of(tag["Value"], "string", owner)))  # fmt: skip
        return Call("cdk.CfnTag", (), named)


_TOKENS = frozenset({"string", "number", "bool", "strings", "list", "any"})
"""What an argument may take for a function to stand in its place."""

_Shape = Callable[[Expressions, Any, str, CdkType | None], Node]
_SHAPES: Mapping[str, _Shape] = {
    "string": Expressions._string,
    "number": Expressions._number,
    "bool": Expressions._bool,
    "date": Expressions._date,
    "strings": Expressions._strings,
    "[": Expressions._list,
    "{": Expressions._map,
    "map": Expressions._words,
    "tags": Expressions._tags,
}


def _text(node: Node, kind: str) -> Node:
    """Return a text where an argument takes one."""
    if kind in ("string", "any"):
        return node
    if kind == "number":
        return Call("cdk.Token.as_number", (node,))
    raise Unsayable(kind)


def _token(node: Node, kind: str) -> Node:
    """Return something to be resolved later as the kind of value an argument takes."""
    casts = {"string": "as_string", "any": "as_string", "number": "as_number"}
    casts |= {"strings": "as_list", "list": "as_list"}
    return Call(f"cdk.Token.{casts[kind]}", (node,)) if kind in casts else node


def _is_function(value: Any) -> bool:
    if not isinstance(value, Mapping) or len(value) != 1:
        return False
    (name,) = value
    return name == "Ref" or str(name).startswith("Fn::")


_SUB_NAME = re.compile(r"\$\{([A-Za-z0-9]+)[.}]")


def names_in(value: Any, *, texts: bool = True) -> Iterator[str]:
    """Yield the logical ids that a value reads, in order.

    Parameters
    ----------
    texts : bool
        Whether the names inside the text of ``Fn::Sub`` count, which no variable stands for.
    """
    if isinstance(value, Mapping):
        if _is_function(value):
            (name, argument), *_ = value.items()
            if name == "Ref":
                yield str(argument)
                return
            if name == "Fn::GetAtt":
                yield str(argument[0] if isinstance(argument, list) else argument.split(".")[0])
                return
            if name == "Fn::Sub" and isinstance(argument, str):
                yield from _SUB_NAME.findall(argument) if texts else ()
                return
        for inner in value.values():
            yield from names_in(inner, texts=texts)
    elif isinstance(value, list):
        for inner in value:
            yield from names_in(inner, texts=texts)
