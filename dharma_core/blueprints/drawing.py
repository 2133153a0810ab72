"""A design under work: its history, what is selected, and the operations that a canvas sends."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from dharma_core.blueprints.connecting import Fit, connect, find_fits, fit_named
from dharma_core.blueprints.design_graph import DesignGraph, design_graph
from dharma_core.blueprints.edit_history import EditHistory
from dharma_core.blueprints.editing import (
    add_resource,
    disconnect,
    duplicate_resource,
    move,
    remove_resources,
)
from dharma_core.blueprints.edits import Edited, get_spec
from dharma_core.blueprints.model import Blueprint, Spot
from dharma_core.blueprints.placing import Box, arrange, beside, place
from dharma_core.errors import InputError, nearest
from dharma_core.plan import Catalog

__all__ = ["Drawing", "Operation", "operate"]

Operation = Mapping[str, Any]
_MOST_NAMES = 2000
_MOST_PIXELS = 100_000
_KEPT_IDS = 50


@dataclass(frozen=True, slots=True)
class Drawing:
    """A design on the canvas.

    Parameters
    ----------
    history : EditHistory
    revision : int
        Rises with every operation, so that what was drawn before can be told from what is.
    selected : str
        The resource whose properties are shown; empty for the design itself.
    said : str
        What the last operation did, or why it did nothing.
    refused : bool
        Whether it did nothing.
    choices : tuple of Fit
        The properties that would connect two resources, when somebody must choose.
    done : tuple of str
        Ids of the last operations, so that one that arrives twice is done once.
    """

    history: EditHistory
    revision: int = 1
    selected: str = ""
    said: str = ""
    refused: bool = False
    choices: tuple[Fit, ...] = ()
    done: tuple[str, ...] = ()

    @property
    def blueprint(self) -> Blueprint:
        """The design as it stands."""
        return self.history.present

    def edited(self, edit: Edited) -> Drawing:
        """Return the drawing after an edit."""
        names = {r.name for r in edit.blueprint.resources}
        selected = edit.selected or (self.selected if self.selected in names else "")
        return replace(
            self.told(edit.words), history=self.history.record(edit.blueprint), selected=selected
        )

    def looking_at(self, name: str) -> Drawing:
        """Return the drawing with another resource selected; with the design itself for none."""
        return replace(self, revision=self.revision + 1, selected=name, said="", choices=())

    def told(self, words: str, *, refused: bool = False) -> Drawing:
        """Return the drawing as it was, with something to say."""
        return replace(self, revision=self.revision + 1, said=words, refused=refused, choices=())


def operate(drawing: Drawing, operation: Operation, catalog: Catalog) -> Drawing:
    """Return the drawing after an operation that a canvas asked for; never raises for a bad one.

    Parameters
    ----------
    operation : mapping
        ``op`` names it, ``revision`` says which drawing it is about; one that is about another
        revision is refused, and the canvas shows the present state. One whose ``id`` was met
        before changes nothing: the browser sends again what nobody answered.

    Examples
    --------
    >>> from dharma_core.blueprints.editing import empty_blueprint
    >>> from dharma_core.plan import make_catalog
    >>> empty = empty_blueprint("shop", provider="aws", region="us-east-1")
    >>> start = Drawing(EditHistory(empty))
    >>> operate(start, {"op": "undoo", "revision": 1}, make_catalog([])).said
    "There is no operation 'undoo'. Did you mean 'undo'?"
    """
    key = str(operation.get("id") or "")
    if key and key in drawing.done:
        return drawing
    done = (*drawing.done, key)[-_KEPT_IDS:] if key else drawing.done
    return replace(_operate(drawing, operation, catalog), done=done)


def _operate(drawing: Drawing, operation: Operation, catalog: Catalog) -> Drawing:
    if operation.get("revision") != drawing.revision:
        words = "The design had changed meanwhile; this is how it stands. Try again."
        return drawing.told(words, refused=True)
    name = str(operation.get("op"))
    if name not in _OPERATIONS:
        words = f"There is no operation {name!r}. {nearest(name, _OPERATIONS)}"
        return drawing.told(words, refused=True)
    try:
        return _OPERATIONS[name](drawing, operation, catalog)
    except InputError as error:
        return drawing.told(str(error), refused=True)


def _add(drawing: Drawing, operation: Operation, catalog: Catalog) -> Drawing:
    at = _spot([operation["x"], operation["y"]]) if "x" in operation and "y" in operation else None
    edit = add_resource(drawing.blueprint, _text(operation, "type"), catalog)
    if at is not None and drawing.blueprint.resources:
        graph = design_graph(drawing.blueprint, catalog)
        box = beside(Box(at.x, at.y), place(graph, drawing.blueprint.layout).values())
        whole = _kept(edit.blueprint, graph)
        spot = Spot(x=box.x, y=box.y)
        edit = replace(edit, blueprint=move(whole, {edit.selected: spot}).blueprint)
    return drawing.edited(edit)


def _connect(drawing: Drawing, operation: Operation, catalog: Catalog) -> Drawing:
    user, needed = _text(operation, "user"), _text(operation, "needed")
    blueprint, by = drawing.blueprint, str(operation.get("by") or "")
    fits = find_fits(blueprint, user, needed, catalog)
    order = Fit(user, needed, (), "")
    if by:
        return drawing.edited(connect(blueprint, fit_named((*fits, order), by)))
    turned = () if fits else find_fits(blueprint, needed, user, catalog)
    free = [fit for fit in fits or turned if not fit.taken]
    if len(free) == 1:
        return drawing.edited(connect(blueprint, free[0]))
    if not (fits or turned):
        return drawing.edited(connect(blueprint, order))
    asked = drawing.told(f"Which property connects {user} and {needed}?")
    return replace(asked, choices=(*(free or fits or turned), order), selected=user)


def _move(drawing: Drawing, operation: Operation, catalog: Catalog) -> Drawing:
    spots = operation.get("spots")
    if not isinstance(spots, Mapping) or not 0 < len(spots) <= _MOST_NAMES:
        raise InputError("A move names what is moved.", next_step="Move one resource or more.")
    moved = {str(name): _spot(at) for name, at in spots.items()}
    whole = _kept(drawing.blueprint, design_graph(drawing.blueprint, catalog))
    return drawing.edited(move(whole, moved))


def _remove(drawing: Drawing, operation: Operation, _catalog: Catalog) -> Drawing:
    names = operation.get("names")
    if not isinstance(names, (list, tuple)) or not 0 < len(names) <= _MOST_NAMES:
        raise InputError("Nothing is named to be removed.", next_step="Select a resource first.")
    return drawing.edited(remove_resources(drawing.blueprint, *map(str, names)))


def _disconnect(drawing: Drawing, operation: Operation, _catalog: Catalog) -> Drawing:
    user, needed = _text(operation, "user"), _text(operation, "needed")
    return drawing.edited(disconnect(drawing.blueprint, user, needed))


def _duplicate(drawing: Drawing, operation: Operation, _catalog: Catalog) -> Drawing:
    return drawing.edited(duplicate_resource(drawing.blueprint, _text(operation, "name")))


def _undo(drawing: Drawing, _operation: Operation, _catalog: Catalog) -> Drawing:
    return _back(drawing, drawing.history.undo(), "Undone.", "There is nothing to undo.")


def _redo(drawing: Drawing, _operation: Operation, _catalog: Catalog) -> Drawing:
    return _back(drawing, drawing.history.redo(), "Done again.", "There is nothing to do again.")


def _back(drawing: Drawing, history: EditHistory, done: str, nothing: str) -> Drawing:
    if history == drawing.history:
        return drawing.told(nothing)
    names = {r.name for r in history.present.resources}
    selected = drawing.selected if drawing.selected in names else ""
    return replace(drawing.told(done), history=history, selected=selected)


def _arrange(drawing: Drawing, _operation: Operation, catalog: Catalog) -> Drawing:
    boxes = arrange(design_graph(drawing.blueprint, catalog))
    spots = {name: Spot(x=box.x, y=box.y) for name, box in boxes.items()}
    edit = move(drawing.blueprint, spots)
    return drawing.edited(replace(edit, words="Arranged anew."))


def _select(drawing: Drawing, operation: Operation, _catalog: Catalog) -> Drawing:
    name = str(operation.get("name") or "")
    if name:
        get_spec(drawing.blueprint, name)
    return drawing.looking_at(name)


def _kept(blueprint: Blueprint, graph: DesignGraph) -> Blueprint:
    """Keep where everything stands now, so that moving one thing moves nothing else."""
    if blueprint.layout:
        return blueprint
    boxes = arrange(graph)
    return move(blueprint, {n: Spot(x=b.x, y=b.y) for n, b in boxes.items()}).blueprint


def _text(operation: Operation, key: str) -> str:
    value = operation.get(key)
    if not isinstance(value, str) or not value:
        raise InputError(f"The operation lacks {key!r}.", next_step="Select a resource first.")
    return value


def _spot(at: Any) -> Spot:
    try:
        x, y = (float(value) for value in at)
    except (TypeError, ValueError):
        raise InputError("A place is two numbers.", next_step="Drop it on the canvas.") from None
    if not (math.isfinite(x) and math.isfinite(y)):
        raise InputError("A place is two numbers.", next_step="Drop it on the canvas.")
    limit = _MOST_PIXELS
    return Spot(x=min(max(round(x), -limit), limit), y=min(max(round(y), -limit), limit))


_OPERATIONS: Mapping[str, Callable[[Drawing, Operation, Catalog], Drawing]] = {
    "add": _add,
    "connect": _connect,
    "move": _move,
    "remove": _remove,
    "disconnect": _disconnect,
    "duplicate": _duplicate,
    "undo": _undo,
    "redo": _redo,
    "arrange": _arrange,
    "select": _select,
}
