"""What every part of the designer's form shares: draft, sheet, keys, errors beside fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import streamlit as st
from markupsafe import Markup

from app.widgets.messages import note
from dharma_core.blueprints.form_problems import below

if TYPE_CHECKING:
    from app.drafts import Draft
    from dharma_core.blueprints import Blueprint
    from dharma_core.blueprints.edits import Edited
    from dharma_core.blueprints.form_fields import FormField, Level, Sheet
    from dharma_core.blueprints.form_levels import SheetForm
    from dharma_core.plan import Path

__all__ = [
    "FormContext",
    "faults",
    "field_label",
    "form_title",
    "heading_row",
    "keep_shown",
    "plain_label",
    "refusal",
]

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~:$])")


@dataclass(frozen=True)
class FormContext:
    """One sheet's form in a draft.

    Parameters
    ----------
    problems : mapping of place to tuple of str
        What is wrong with the resource, by the place in it.
    """

    draft: Draft
    form: SheetForm
    problems: Mapping[Path, tuple[str, ...]]

    @property
    def sheet(self) -> Sheet:
        """What the form is about."""
        return self.form.sheet

    def place(self, path: Path) -> Path:
        """Return the place that the form's state knows a path by."""
        return (self.sheet.resource, *self.sheet.root, *path)

    def key(self, path: Path, word: str = "property") -> str:
        """Return the key of a path's widget."""
        place = (self.sheet.resource, *self.sheet.root[1:], *path)
        return "_".join((word, *map(str, place)))

    def level(self, path: Path) -> Level:
        """Return the fields at a path."""
        return self.form.level(path, asked=self.draft.form.asked.get(self.place(path), ()))

    def told(self, path: Path) -> tuple[str, ...]:
        """Return what is wrong at a path itself."""
        return self.problems.get((*self.sheet.root, *path), ())

    def to_correct(self, path: Path) -> int:
        """Return how many things at a path and inside it are to be corrected."""
        place = self.place(path)
        refused = sum(p[: len(place)] == place for p in self.draft.form.refused)
        return refused + len(below(self.problems, (*self.sheet.root, *path)))

    def edit(self, make: Callable[[Blueprint], Edited], path: Path, entered: Any = None) -> bool:
        """Apply an edit whose refusal belongs beside a path."""
        return self.draft.edit(make, at=self.place(path), entered=entered)


def keep_shown(draft: Draft, place: Path, key: str, value: Any) -> None:
    """Show what the design says, or the refused entry that still stands to be corrected."""
    refused = draft.form.refused.get(place)
    st.session_state[key] = value if refused is None else refused.entered


def refusal(draft: Draft, place: Path, key: str) -> None:
    """Draw why an entry was refused, with the way back to what the design says."""
    refused = draft.form.refused.get(place)
    if refused is None:
        return
    note(refused.reason, tone="critical")
    st.button(
        "Take back what I entered", key=f"take_back_{key}", type="tertiary",
        on_click=_take_back, args=(draft, place),
    )  # fmt: skip


def faults(form: FormContext, path: Path, key: str) -> None:
    """Draw what is wrong at a path: an entry that was refused, and what the design's checks say."""
    refusal(form.draft, form.place(path), key)
    for words in form.told(path):
        note(words)


def _take_back(draft: Draft, place: Path) -> None:
    draft.form = draft.form.accept(place)


def form_title(title: str, words: str) -> None:
    """Draw the title of the form or of a part of it."""
    st.html(Markup('<div class="dh-form-title"><h2>{}</h2><p>{}</p></div>').format(title, words))


def heading_row(
    words: str,
    key: str,
    *buttons: tuple[str, Callable[[], None]],
    more: str = "",
    meaning: str = "",
) -> None:
    """Draw the heading of a structure with what can be done with it at its right."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"row_{key}"):
        st.html(
            Markup('<p class="dh-field" title="{}">{} <span>{}</span></p>').format(
                meaning, words, more
            ),
            width="stretch",
        )
        for label, act in buttons:
            st.button(label, key=f"{label}_{key}", type="tertiary", on_click=act)


def plain_label(text: str) -> str:
    """Return a text as a label that Streamlit does not read as Markdown."""
    return _MARKDOWN.sub(r"\\\1", text)


def field_label(field: FormField) -> str:
    """Return what a field is called: name, unit, whether it is needed."""
    unit = f", {field.unit}" if field.unit else ""
    return f"{field.name}{unit}{' (needed)' if field.missing else ''}"
