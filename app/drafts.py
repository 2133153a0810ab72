"""Designs under work in this session: they stay while the reader looks at other pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import streamlit as st

from dharma_core.blueprints.drawing import Drawing, operate
from dharma_core.blueprints.edit_history import EditHistory
from dharma_core.blueprints.form_state import FormState
from dharma_core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from dharma_core.blueprints import Blueprint
    from dharma_core.blueprints.edits import Edited
    from dharma_core.plan import Catalog, Path
    from dharma_core.workbench import Workbench
    from dharma_core.workbench.designing import DraftAssessment, DraftOrigin

__all__ = ["Draft", "drafts", "forget_draft", "keep_draft", "kept_draft"]

_DRAFTS = "drafts"


@dataclass
class Draft:
    """One design under work.

    Parameters
    ----------
    origin : DraftOrigin
    drawing : Drawing
    opened : Blueprint
        As it was when it was opened or last saved.
    found : list
        Types that the palette's search found.
    form : FormState
        What the form remembers: refused entries, which blocks are open.
    text_error : InputError or None
        Why the design's text was not taken.
    """

    origin: DraftOrigin
    drawing: Drawing
    opened: Blueprint
    found: list[dict[str, str]] = field(default_factory=list)
    form: FormState = field(default_factory=FormState)
    text_error: InputError | None = None
    judged: tuple[Blueprint, DraftAssessment] | None = None

    @property
    def blueprint(self) -> Blueprint:
        """The design as it stands."""
        return self.drawing.blueprint

    @property
    def changed(self) -> bool:
        """Whether anything differs from what was opened or saved."""
        return self.blueprint != self.opened

    def operate(self, operation: Mapping[str, Any], catalog: Catalog) -> None:
        """Do what the canvas asked for."""
        before = self.blueprint
        self.drawing = operate(self.drawing, operation, catalog)
        if before is not self.blueprint:
            self.form = self.form.after(before, self.blueprint)

    def edit(
        self, make: Callable[[Blueprint], Edited], *, at: Path = (), entered: Any = None
    ) -> bool:
        """Apply an edit of the form; a refused one leaves its reason beside the field ``at``.

        An entry that says what the design says already is no edit: Streamlit reports fields that
        it has just filled in as changed when two runs of the page meet.

        Returns
        -------
        bool
            Whether it was taken.
        """
        self.form = self.form.accept(at)
        try:
            edit = make(self.blueprint)
        except InputError as error:
            self.form = self.form.refuse(at, entered, str(error))
            return False
        if edit.blueprint != self.blueprint:
            self.drawing = self.drawing.edited(edit)
        return True

    def assessment(self, bench: Workbench) -> DraftAssessment:
        """Return findings, cost and problems; asked anew only when what is built changed."""
        built = self.blueprint.model_copy(update={"layout": {}})
        if self.judged is None or self.judged[0] != built:
            self.judged = (built, bench.assess_draft(built))
        return self.judged[1]


def drafts() -> dict[str, Draft]:
    """Return this session's drafts by the label they were opened under."""
    found: dict[str, Draft] = st.session_state.setdefault(_DRAFTS, {})
    return found


def kept_draft(label: str) -> Draft | None:
    """Return the draft of that label, None when there is none."""
    return drafts().get(label)


def keep_draft(label: str, blueprint: Blueprint, origin: DraftOrigin) -> Draft:
    """Begin to work on a design."""
    draft = Draft(origin, Drawing(EditHistory(blueprint)), blueprint)
    drafts()[label] = draft
    return draft


def forget_draft(label: str) -> None:
    """Drop a draft and what was not saved of it."""
    drafts().pop(label, None)
