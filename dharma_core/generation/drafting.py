"""Turn a Plan into a draft: leave out what needs no writing, keep secrets out, place references."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dharma_core.generation.drafts import Draft, DraftOutput, texts
from dharma_core.generation.inference import is_deferred, parts_agree
from dharma_core.generation.resource_drafting import Drafter, Keep, Notes, exact, keep_none
from dharma_core.plan import (
    UNKNOWN,
    Address,
    Catalog,
    Expression,
    Output,
    Path,
    Plan,
    Ref,
    make_resource,
    thaw,
    walk,
)
from dharma_core.plan.masking import MASKED

__all__ = ["draft_plan", "input_values"]

_NOBODY = make_resource(Address("output", "none"), {})


def draft_plan(plan: Plan, catalog: Catalog, *, keep: Keep = keep_none) -> Draft:
    """Return what any format has to write for ``plan``.

    Values that the provider computes or would default to are left out, secrets become sensitive
    inputs, and references take the place of what only apply can tell. Data sources that were
    read while planning are left out: their values are known.

    Parameters
    ----------
    keep : callable (type, path) -> bool
        Whether to keep this attribute even when it is what Terraform's provider defaults to:
        another tool may default to something else.
    """
    notes = Notes(keep=keep)
    wanted = [r for r in plan.resources if r.address.mode == "managed" or is_deferred(r)]
    resources = tuple(Drafter(plan, catalog, r, notes).draft() for r in wanted)
    outputs = tuple(_outputs(plan, notes))
    used = {
        part.target.removeprefix("var.")
        for text in texts([r.attributes for r in resources] + [o.value for o in outputs])
        for part in text.parts
        if isinstance(part, Ref) and part.target.startswith("var.")
    }
    declared = {v.name: v for v in plan.variables} | notes.inputs
    inputs = tuple(v for name, v in declared.items() if name in used)
    return Draft(
        plan, resources, inputs, outputs, tuple(notes.untranslated), asked=tuple(notes.asked)
    )


def input_values(plan: Plan, catalog: Catalog) -> Mapping[str, Any]:
    """Return the known value of each secret input; the others have theirs in the files.

    Never write these anywhere: they are for the tool that runs the files.
    """
    inputs = draft_plan(plan, catalog).inputs
    secrets = (v for v in inputs if v.sensitive)
    return {v.name: v.value for v in secrets if v.value not in (None, UNKNOWN, MASKED)}


def _outputs(plan: Plan, notes: Notes) -> Iterator[DraftOutput]:
    for output in plan.outputs:
        value = _placed(plan, thaw(output.value), _said(output))
        leaves = [leaf for _, leaf in walk(value)]
        if MASKED in leaves or UNKNOWN in leaves:
            reason = (
                "its value is a secret that the source does not tell"
                if MASKED in leaves
                else "nothing says where its value comes from"
            )
            notes.untranslated.append(f"output.{output.name}: {reason}")
            continue
        yield DraftOutput(output.name, value, output.sensitive, output.description)


def _said(output: Output) -> Mapping[Path, Expression]:
    """Return how an output and what is inside it are written.

    An output of unknown value that mentions one thing alone can be nothing else.
    """
    sole = output.mentions if len(output.mentions) == 1 and output.value is UNKNOWN else ()
    whole = Expression((), output.parts or sole)
    return {e.path: e for e in (whole, *output.expressions)}


def _placed(plan: Plan, value: Any, said: Mapping[Path, Expression], path: Path = ()) -> Any:
    """Return a value with references where the expressions say so."""
    here = said.get(path)
    if here is not None and parts_agree(plan, here.parts, value):
        found = exact(plan, _NOBODY, here.parts)
        if found is not None:
            return found
    if isinstance(value, Mapping):
        return {k: _placed(plan, inner, said, (*path, k)) for k, inner in value.items()}
    if isinstance(value, list):
        return [_placed(plan, inner, said, (*path, i)) for i, inner in enumerate(value)]
    return value
