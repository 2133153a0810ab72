"""References and templates in Python: ``web.id``, ``pulumi.Output.format(...)``, f-strings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from dharma_core.generation.drafts import Text
from dharma_core.generation.pulumi.inputs import ending
from dharma_core.generation.pulumi.python import Call, Code, Node, f_string, quoted
from dharma_core.generation.pulumi.table import TypeNames
from dharma_core.plan import AttributeFact, Ref, Variable

__all__ = ["Names", "Untranslatable", "reference", "template"]

_CONVERSIONS = {
    ("number", "str"): "str({})",
    ("bool", "str"): "str({}).lower()",
    ("string", "number"): "int({})",
    ("string", "int"): "int({})",
}


class Untranslatable(Exception):  # noqa: N818 - a reason that is noted, never an error shown
    """Why one value cannot be written."""


@dataclass(frozen=True, slots=True)
class Names:
    """What the program calls things.

    Parameters
    ----------
    resources : mapping of address to Python name
    types : mapping of address to TypeNames
    inputs : mapping of variable name to (Python name, Variable)
    """

    resources: Mapping[str, str]
    types: Mapping[str, TypeNames]
    inputs: Mapping[str, tuple[str, Variable]] = field(default_factory=dict)


def reference(ref: Ref, names: Names, *, kind: str = "") -> str:
    """Return the expression that reads what ``ref`` names.

    Parameters
    ----------
    kind : str
        The plain type it is wanted in; an input of another type is converted.

    Raises
    ------
    Untranslatable
        If the program has no such resource or property.
    """
    if ref.target.startswith("var."):
        return _input(ref, names, kind)
    name = names.resources.get(ref.target)
    if name is None:
        raise Untranslatable(f"{ref.target} is not in the program")
    if not ref.attribute:
        raise Untranslatable(f"{ref.target} as a whole")
    type_ = names.types[ref.target]
    return name + "".join(_steps(ref, type_))


def template(text: Text, names: Names) -> Node:
    """Return literal text and references as one string.

    An f-string where everything is known when the program starts, else an output.
    """
    if all(isinstance(p, str) or _is_plain(p, names) for p in text.parts):
        return f_string([p if isinstance(p, str) else _worded(p, names) for p in text.parts])
    if any("{" in p or "}" in p for p in text.parts if isinstance(p, str)):
        pieces = (quoted(p) if isinstance(p, str) else _worded(p, names) for p in text.parts)
        return Call("pulumi.Output.concat", tuple(pieces))
    shape = "".join(p if isinstance(p, str) else "{}" for p in text.parts)
    refs = tuple(_worded(p, names) for p in text.parts if isinstance(p, Ref))
    return Call("pulumi.Output.format", (quoted(shape), *refs))


def _worded(ref: Ref, names: Names) -> Code:
    """Return what stands inside a text: Python's own words for true and false are others."""
    return Code(reference(ref, names, kind="str" if _is_flag(ref, names) else ""))


def _is_flag(ref: Ref, names: Names) -> bool:
    known = names.inputs.get(ref.target.removeprefix("var."))
    return known is not None and not ref.attribute and ending(known[1]) == "_bool"


def _is_plain(part: str | Ref, names: Names) -> bool:
    if not isinstance(part, Ref) or not part.target.startswith("var.") or part.attribute:
        return False
    known = names.inputs.get(part.target.removeprefix("var."))
    return known is not None and not known[1].sensitive


def _input(ref: Ref, names: Names, kind: str) -> str:
    known = names.inputs.get(ref.target.removeprefix("var."))
    if known is None:
        raise Untranslatable(f"{ref.target} is not declared")
    name, variable = known
    steps = ref.attribute.split(".") if ref.attribute else []
    code = name + "".join(f"[{s}]" if s.isdigit() else f"[{quoted(s).text}]" for s in steps)
    type_ = "bool" if ending(variable) == "_bool" else variable.type
    convert = _CONVERSIONS.get((type_, kind)) if not steps else None
    if convert is None:
        return code
    if not variable.sensitive:
        return convert.format(code)
    plain = convert.removesuffix("({})")
    function = plain if plain.isidentifier() else f"lambda value: {convert.format('value')}"
    return f"{code}.apply({function})"


def _steps(ref: Ref, type_: TypeNames) -> Iterator[str]:
    """Yield ``.name`` and ``[0]`` for each step; a list of one item is not a list here."""
    facts: Mapping[str, AttributeFact] = type_.facts
    path: tuple[str, ...] = ()
    many = True
    for step in ref.attribute.split("."):
        if step.isdigit():
            if many:
                yield f"[{step}]"
            continue
        fact = facts.get(step)
        path = (*path, step)
        if fact is None and (not facts and len(path) > 1):
            yield f"[{quoted(step).text}]"
            continue
        if fact is None or type_.is_absent(".".join(path)):
            raise Untranslatable(f"Pulumi's {type_.class_} has no property {'.'.join(path)}")
        dotted = ".".join(path)
        many = type_.is_many(dotted, fact)
        yield f".{type_.argument(dotted, fact)}"
        facts = fact.members
