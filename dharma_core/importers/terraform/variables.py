"""Values given to the root's variables: tfvars files and the command line, later ones first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from posixpath import join
from typing import Any

from dharma_core.errors import InputError, nearest
from dharma_core.importers.terraform.budget import EvaluationError
from dharma_core.importers.terraform.evaluation import Scope
from dharma_core.importers.terraform.grammar import SyntaxProblem
from dharma_core.importers.terraform.json_form import parse_tfvars_json
from dharma_core.importers.terraform.modules import ModuleSource
from dharma_core.importers.terraform.parsing import ParsedFile, parse_expression, parse_hcl
from dharma_core.importers.terraform.reading import Reading
from dharma_core.importers.terraform.syntax import Literal, Name
from dharma_core.plan import freeze
from dharma_core.provenance import Position

__all__ = ["given_values"]


def given_values(
    reading: Reading,
    source: ModuleSource,
    variables: Mapping[str, Any],
    var_files: Iterable[str],
) -> Mapping[str, Any]:
    """Return the value given to each root variable.

    ``terraform.tfvars`` and ``*.auto.tfvars`` of the folder come first, then ``var_files`` (paths
    from the root module's folder), then ``variables``; the last one wins.

    Raises
    ------
    InputError
        If a named file is missing or does not parse, or a variable is not declared.
    """
    found: dict[str, Any] = {}
    names = reading.folder.names(source.path)
    for name in _automatic(names):
        found.update(_file(reading, join(source.path, name), strict=False))
    for name in var_files:
        found.update(_file(reading, join(source.path, name), strict=True))
    for name, value in variables.items():
        if name not in source.variables:
            raise InputError(
                f"The configuration has no variable {name!r}.",
                next_step=nearest(name, source.variables),
            )
        found[name] = _from_text(reading, source, name, value)
    return found


def _automatic(names: Iterable[str]) -> list[str]:
    """Return the tfvars files that Terraform reads by itself, in its order."""
    listed = list(names)
    first = [n for n in ("terraform.tfvars", "terraform.tfvars.json") if n in listed]
    endings = (".auto.tfvars", ".auto.tfvars.json")
    return [*first, *sorted(n for n in listed if n.endswith(endings))]


def _file(reading: Reading, path: str, *, strict: bool) -> Mapping[str, Any]:
    try:
        text = reading.folder.read(path)
    except InputError as error:
        if strict:
            raise
        reading.tell(error.message, Position(path), error.next_step)
        return {}
    is_json = path.endswith(".json")
    parsed: ParsedFile = (parse_tfvars_json if is_json else parse_hcl)(text, file=path)
    if parsed.problems and strict:
        raise InputError(f"{parsed.problems[0]}", next_step="Mend the file of variables.")
    reading.problems.update(dict.fromkeys(parsed.problems))
    scope = Scope(_NOTHING)
    return {n: reading.value(a, scope) for n, a in parsed.body.attributes.items()}


class _Nothing:
    """The names that a file of values may use: none."""

    def lookup(self, root: str, steps: Any, scope: Scope) -> tuple[Any, Any]:  # noqa: ARG002
        raise EvaluationError(f"{root!r} has no meaning in a file of values.")


_NOTHING = _Nothing()


def _from_text(reading: Reading, source: ModuleSource, name: str, value: Any) -> Any:
    """Return a value given on the command line: text for a string, else HCL."""
    if not isinstance(value, str):
        return freeze(value)
    written = source.variables[name].body.attributes.get("type")
    kind = written.expression if written else None
    is_scalar = isinstance(kind, Name) and kind.name in ("string", "any", "number", "bool")
    if kind is None or is_scalar or isinstance(kind, Literal):
        return value
    try:
        return reading.evaluator.evaluate(parse_expression(value), Scope(_NOTHING))
    except (SyntaxProblem, EvaluationError) as error:
        raise InputError(
            f"The value of the variable {name!r} is no HCL: {error}",
            next_step='Write it as in a file, for example ["a", "b"].',
        ) from None
