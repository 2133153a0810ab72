"""A CloudFormation template as the statements of a CDK stack."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator, Mapping
from typing import Any

from dharma_core.generation.cdk.expressions import Expressions, names_in
from dharma_core.generation.cdk.names import CdkType, find_type
from dharma_core.generation.pulumi.python import Call, Code, Node, literal, quoted, statement
from dharma_core.plan import Catalog, Graph

__all__ = ["StackProgram", "class_name", "snake"]

_DEPTH = 2
_TAKEN = frozenset({"cdk", "options", "self", "scope", "construct_id", "kwargs", "super"})

Json = Mapping[str, Any]


class StackProgram:
    """The program of one template.

    Parameters
    ----------
    template : mapping
        As the CloudFormation writer makes it.
    catalog : Catalog
        Its table ``cdk`` holds the library's names.
    """

    def __init__(self, template: Json, catalog: Catalog) -> None:
        self._template = template
        self._resources: Json = template.get("Resources", {})
        self._parameters: Json = template.get("Parameters", {})
        found = {i: find_type(catalog, body["Type"]) for i, body in self._resources.items()}
        self._types: Mapping[str, CdkType] = {i: t for i, t in found.items() if t is not None}
        modules = {t.alias for t in self._types.values()}
        self._variables = _variables((*self._parameters, *self._resources), modules)
        kinds = {name: str(body["Type"]) for name, body in self._parameters.items()}
        self._named = set(_named(template))
        self._expressions = Expressions(self._variables, self._types, kinds)

    @property
    def modules(self) -> tuple[tuple[str, str], ...]:
        """The library's modules in use, each with what it is called in the program."""
        return tuple(sorted({(t.module, t.alias) for t in self._types.values()}))

    def statements(self) -> Iterator[str]:
        """Yield the statements of the stack's constructor, an empty text between paragraphs."""
        description = self._template.get("Description")
        if description:
            text = quoted(description)
            yield statement(text, target="self.template_options.description", depth=_DEPTH)
        for name, body in self._parameters.items():
            yield from ("", self._parameter(name, body))
        for name, body in self._template.get("Conditions", {}).items():
            yield from ("", self._condition(name, body))
        for logical_id in self._order():
            yield ""
            yield from self._resource(logical_id, self._resources[logical_id])
        for name, body in self._template.get("Outputs", {}).items():
            yield ""
            yield from self._output(name, body)

    def _parameter(self, name: str, body: Json) -> str:
        named: list[tuple[str, Node]] = [("type", quoted(body["Type"]))]
        words = {
            "Default": "default",
            "AllowedValues": "allowed_values",
            "Description": "description",
            "NoEcho": "no_echo",
        }
        named += [(to, literal(body[key])) for key, to in words.items() if key in body]
        made = Call("cdk.CfnParameter", (Code("self"), quoted(name)), tuple(named))
        return statement(made, target=self._target(name), depth=_DEPTH)

    def _target(self, name: str) -> str:
        """Return the variable that something is kept in, none when nobody names it."""
        return self._variables[name] if name in self._named else ""

    def _condition(self, name: str, body: Json) -> str:
        left, right = body["Fn::Equals"]
        sides = (self._expressions.plain(left), self._expressions.plain(right))
        equal = Call("cdk.Fn.condition_equals", sides)
        made = Call(
            "cdk.CfnCondition", (Code("self"), quoted(name)), (("expression", equal),)
        )  # fmt: skip
        return statement(made, depth=_DEPTH)

    def _resource(self, logical_id: str, body: Json) -> Iterator[str]:
        properties = body.get("Properties", {})
        variable, type_ = self._variables[logical_id], self._types.get(logical_id)
        typed = self._typed(logical_id, properties, type_) if type_ is not None else None
        made, rest = typed or (self._untyped(logical_id, body["Type"], properties), {})
        options = list(self._options(body))
        waits = _waits(body)
        kept = variable if rest or options or waits else self._target(logical_id)
        yield statement(made, target=kept, depth=_DEPTH)
        for name, value in rest.items():
            override = (quoted(name), self._expressions.plain(value))
            yield statement(Call(f"{variable}.add_property_override", override), depth=_DEPTH)
        for name in waits:
            needed = Code(self._variables[name])
            yield statement(Call(f"{variable}.add_dependency", (needed,)), depth=_DEPTH)
        if options:
            yield statement(Code(f"{variable}.cfn_options"), target="options", depth=_DEPTH)
            yield from options

    def _typed(self, logical_id: str, properties: Json, type_: CdkType) -> tuple[Node, Json] | None:
        """Return a resource and the properties to lay over it; None when its class needs one."""
        own_words = {n: v for n, v in properties.items() if logical_id in names_in(v)}
        others = {n: v for n, v in properties.items() if n not in own_words}
        arguments, rest = self._expressions.arguments(others, type_)
        rest |= own_words  # what names the resource itself needs it to be there
        if type_.required - {name for name, _ in arguments}:
            return None
        return Call(type_.call, (Code("self"), quoted(logical_id)), tuple(arguments)), rest

    def _untyped(self, logical_id: str, type_: str, properties: Json) -> Node:
        named: list[tuple[str, Node]] = [("type", quoted(type_))]
        if properties:
            named.append(("properties", self._expressions.plain(properties)))
        return Call("cdk.CfnResource", (Code("self"), quoted(logical_id)), tuple(named))

    def _options(self, body: Json) -> Iterator[str]:
        for key, option in (
            ("DeletionPolicy", "deletion_policy"),
            ("UpdateReplacePolicy", "update_replace_policy"),
        ):
            if key in body:
                policy = re.sub(r"(?<!^)([A-Z])", r"_\1", body[key]).upper()
                chosen = Code(f"cdk.CfnDeletionPolicy.{policy}")
                yield statement(chosen, target=f"options.{option}", depth=_DEPTH)
        if "Metadata" in body:
            metadata = self._expressions.plain(body["Metadata"])
            yield statement(metadata, target="options.metadata", depth=_DEPTH)

    def _output(self, name: str, body: Json) -> Iterator[str]:
        taken = name in self._variables or name in self._template.get("Conditions", {})
        named: list[tuple[str, Node]] = [("value", self._expressions.of(body["Value"], "string"))]
        if "Description" in body:
            named.append(("description", quoted(body["Description"])))
        own = (Code("self"), quoted(f"{name}Output" if taken else name))
        made: Node = Call("cdk.CfnOutput", own, tuple(named))
        if not taken:
            yield statement(made, depth=_DEPTH)
            return
        variable = f"{snake(name)}_output"
        yield statement(made, target=variable, depth=_DEPTH)
        yield statement(Call(f"{variable}.override_logical_id", (quoted(name),)), depth=_DEPTH)

    def _order(self) -> tuple[str, ...]:
        """Return the logical ids so that whatever is named has been made before."""
        needs = {
            logical_id: tuple(
                n
                for n in dict.fromkeys((*names_in(body.get("Properties", {})), *_waits(body)))
                if n in self._resources and n != logical_id
            )
            for logical_id, body in self._resources.items()
        }
        return Graph(needs).order()


def _waits(body: Json) -> list[str]:
    wanted = body.get("DependsOn", [])
    return [wanted] if isinstance(wanted, str) else list(wanted)


def _named(template: Json) -> Iterator[str]:
    """Yield the logical ids that some statement of the program names."""
    for body in template.get("Resources", {}).values():
        yield from names_in(body.get("Properties", {}), texts=False)
        yield from names_in(body.get("Metadata", {}), texts=False)
        yield from _waits(body)
    for section in ("Conditions", "Outputs"):
        yield from names_in(list(template.get(section, {}).values()), texts=False)


def _variables(names: tuple[str, ...], modules: set[str]) -> Mapping[str, str]:
    """Return a Python name for each logical id: unique, no keyword, no module's."""
    result: dict[str, str] = {}
    taken = set(_TAKEN | modules)
    for name in names:
        wanted = snake(name)
        candidate = f"{wanted}_" if keyword.iskeyword(wanted) or wanted in taken else wanted
        number = 2
        while candidate in taken:
            candidate, number = f"{wanted}_{number}", number + 1
        taken.add(candidate)
        result[name] = candidate
    return result


def snake(name: str) -> str:
    """Return a name in the way Python writes variables.

    Examples
    --------
    >>> snake("VpcMain"), snake("three-tier web"), snake("DBInstance"), snake("1st")
    ('vpc_main', 'three_tier_web', 'db_instance', '_1st')
    """
    words = re.sub(r"([a-z0-9])([A-Z])|([A-Z]+)([A-Z][a-z])", r"\1\3_\2\4", name)
    plain = re.sub(r"[^A-Za-z0-9]+", "_", words).strip("_").lower() or "x"
    return f"_{plain}" if plain[0].isdigit() else plain


def class_name(name: str) -> str:
    """Return a name in the way Python writes classes, with ``Stack`` behind it.

    Examples
    --------
    >>> class_name("three-tier-web")
    'ThreeTierWebStack'
    """
    words = "".join(word.capitalize() for word in snake(name).split("_"))
    return f"{'_' if words[:1].isdigit() else ''}{words}Stack"
