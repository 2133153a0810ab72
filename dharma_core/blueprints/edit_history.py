"""Undo and redo: a history of whole blueprints, which are values and cost little to keep."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dharma_core.blueprints.model import Blueprint

__all__ = ["MOST_STEPS", "EditHistory"]

MOST_STEPS = 200


@dataclass(frozen=True, slots=True)
class EditHistory:
    """What a design was before, is now, and was before it was undone.

    Examples
    --------
    >>> from dharma_core.blueprints.editing import describe, empty_blueprint
    >>> first = empty_blueprint("shop", provider="aws", region="us-east-1")
    >>> history = EditHistory(first).record(describe(first, name="store").blueprint)
    >>> history.present.name, history.undo().present.name, history.undo().redo().present.name
    ('store', 'shop', 'store')
    """

    present: Blueprint
    past: tuple[Blueprint, ...] = ()
    future: tuple[Blueprint, ...] = ()

    def record(self, blueprint: Blueprint) -> EditHistory:
        """Return the history with another present; what was undone can no longer be redone."""
        if blueprint == self.present:
            return self
        return EditHistory(blueprint, (*self.past, self.present)[-MOST_STEPS:])

    def undo(self) -> EditHistory:
        """Return the history one step back; the same when there is none."""
        if not self.past:
            return self
        return EditHistory(self.past[-1], self.past[:-1], (self.present, *self.future))

    def redo(self) -> EditHistory:
        """Return the history one undone step forward; the same when there is none."""
        if not self.future:
            return self
        past = (*self.past, self.present)[-MOST_STEPS:]
        return replace(self, present=self.future[0], past=past, future=self.future[1:])
