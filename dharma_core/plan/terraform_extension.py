"""What Terraform's plan shape has no place for, kept under the key ``dharma`` beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import NoneType
from typing import Any

from dharma_core.errors import InputError
from dharma_core.plan.frozen import FrozenMap, freeze, thaw
from dharma_core.plan.masking import is_sensitive
from dharma_core.plan.unknown_halves import join_unknown, split_unknown
from dharma_core.plan.values import Expression, Output, Plan, Ref, Remark, Resource
from dharma_core.provenance import Position

__all__ = ["Extension", "write_extension"]

FORMAT = 1

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Extension:
    """The parsed key: kind and origin of the Plan, positions and the form of each expression.

    All of it is empty for a document that Terraform itself wrote.
    """

    kind: str = ""
    provider: str = ""
    region: str = ""
    origin: FrozenMap = field(default_factory=FrozenMap)
    resources: Json = field(default_factory=dict)
    outputs: Json = field(default_factory=dict)

    @classmethod
    def read(cls, raw: Any) -> Extension:
        """Return the extension of a document, empty when it has none or of another format."""
        if not isinstance(raw, Mapping) or raw.get("format") != FORMAT:
            return cls()
        return cls(
            kind=str(raw.get("kind") or ""),
            provider=str(raw.get("provider") or ""),
            region=str(raw.get("region") or ""),
            origin=freeze(_mapping(raw.get("origin"))),
            resources=_mapping(raw.get("resources")),
            outputs=_mapping(raw.get("outputs")),
        )

    def complete(self, resource: Resource) -> Resource:
        """Return the resource with its position and the exact form of its expressions."""
        if not self.resources:
            return resource
        raw = self.resources.get(str(resource.address))
        if not isinstance(raw, Mapping):
            return resource
        try:
            return replace(
                _with_members(resource, raw.get("members") or {}),
                provider=str(raw.get("provider") or resource.provider),
                position=_read_position(raw.get("position")),
                depends_on=tuple(str(d) for d in raw["depends_on"]),
                expressions=tuple(_read_expression(e) for e in raw["expressions"]),
                design=str(raw.get("design") or ""),
                region=str(raw.get("region") or resource.region),
                remarks=tuple(_read_remark(r) for r in raw.get("remarks") or ()),
            )
        except (TypeError, KeyError, ValueError) as error:
            raise _damaged(str(resource.address)) from error

    def output_parts(self, name: str) -> tuple[str | Ref, ...]:
        """Return how an output is written."""
        return self._output(name, "parts")

    def output_mentions(self, name: str) -> tuple[Ref, ...]:
        """Return what an output reads."""
        return tuple(part for part in self._output(name, "mentions") if isinstance(part, Ref))

    def output_expressions(self, name: str) -> tuple[Expression, ...]:
        """Return how the parts of an output's list or mapping are written."""
        try:
            told = _mapping(self.outputs.get(name)).get("expressions", ())
            return tuple(_read_expression(raw) for raw in told)
        except (TypeError, KeyError, ValueError) as error:
            raise _damaged(f"output {name}") from error

    def _output(self, name: str, key: str) -> tuple[str | Ref, ...]:
        try:
            return tuple(_read_part(p) for p in _mapping(self.outputs.get(name)).get(key, ()))
        except (TypeError, KeyError) as error:
            raise _damaged(f"output {name}") from error


def _damaged(where: str) -> InputError:
    return InputError(
        f"The key 'dharma' of this plan is damaged at {where}.",
        next_step="Remove that key, or write the file again with dharma plan.",
    )


def _read_position(raw: Any) -> Position | None:
    if raw is None:
        return None
    file, line, end_line = raw
    if not isinstance(file, str) or not all(
        isinstance(n, (int, NoneType)) for n in (line, end_line)
    ):
        raise ValueError("a position is a file and two line numbers")
    return Position(file, line, end_line)


def _read_remark(raw: Any) -> Remark:
    text, place = raw
    position = _read_position(place)
    if not isinstance(text, str) or position is None:
        raise ValueError("a remark is a text and a position")
    return Remark(text, position)


def _with_members(resource: Resource, members: Json) -> Resource:
    found = {name: join_unknown(*halves) for name, halves in members.items()}
    return resource.with_attributes({**resource.attributes, **found}) if found else resource


def write_extension(
    plan: Plan, *, mask: bool, members: Mapping[str, Json] | None = None
) -> dict[str, Any]:
    """Return the ``dharma`` key of a Plan; literal text in sensitive places is left out.

    ``members`` are the attributes, by address, that the rest of the document tells less of.
    """
    known = members or {}
    return {
        "format": FORMAT,
        "kind": plan.kind,
        "provider": plan.provider,
        "region": plan.region,
        "origin": thaw(plan.origin),
        "resources": {
            str(r.address): _write_resource(r, known.get(str(r.address), {}), mask=mask)
            for r in plan.resources
        },
        "outputs": {o.name: _write_output(o, mask=mask) for o in plan.outputs},
    }


def _write_resource(resource: Resource, members: Json, *, mask: bool) -> dict[str, Any]:
    written: dict[str, Any] = {
        "provider": resource.provider,
        "depends_on": list(resource.depends_on),
        "expressions": [
            _write_expression(e, hide=mask and is_sensitive(resource.sensitive, e.path))
            for e in resource.expressions
        ],
    }
    if resource.position is not None:
        written["position"] = _write_position(resource.position)
    if resource.remarks:
        written["remarks"] = [[r.text, _write_position(r.position)] for r in resource.remarks]
    if resource.design:
        written["design"] = resource.design
    if resource.region:
        written["region"] = resource.region
    if members:
        written["members"] = {name: split_unknown(value) for name, value in members.items()}
    return written


def _write_position(place: Position) -> list[str | int | None]:
    return [place.file, place.line, place.end_line]


def _write_expression(expression: Expression, *, hide: bool) -> dict[str, Any]:
    parts = () if hide else expression.parts
    return {
        "path": list(expression.path),
        "parts": [_write_part(p) for p in parts],
        "mentions": [_write_part(m) for m in expression.mentions],
    }


def _read_expression(raw: Any) -> Expression:
    path = tuple(raw["path"])
    if not path or not all(isinstance(step, (str, int)) for step in path):
        raise ValueError("a path is made of names and positions")
    mentions = tuple(part for m in raw["mentions"] if isinstance(part := _read_part(m), Ref))
    return Expression(path, tuple(_read_part(p) for p in raw["parts"]), mentions)


def _write_output(output: Output, *, mask: bool) -> dict[str, Any]:
    hide = mask and output.sensitive
    written = {
        "parts": [_write_part(p) for p in (() if hide else output.parts)],
        "mentions": [_write_part(m) for m in output.mentions],
    }
    if not output.expressions:
        return written
    return written | {"expressions": [_write_expression(e, hide=hide) for e in output.expressions]}


def _write_part(part: str | Ref) -> str | dict[str, str]:
    if isinstance(part, str):
        return part
    return {"target": part.target, "attribute": part.attribute}


def _read_part(raw: Any) -> str | Ref:
    if isinstance(raw, Mapping):
        return Ref(str(raw["target"]), str(raw.get("attribute") or ""))
    return str(raw)


def _mapping(value: Any) -> Json:
    return value if isinstance(value, Mapping) else {}
