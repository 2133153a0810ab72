"""What a portable resource becomes on its cloud, and single attributes of that set otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import streamlit as st
from markupsafe import Markup

from app.widgets.messages import note
from dharma_core.blueprints.editing import clear_override, set_override
from dharma_core.blueprints.edits import get_spec
from dharma_core.blueprints.form_fields import Entry, FormField, read_entry, written
from dharma_core.plan import UNKNOWN
from dharma_core.views.canvas import CLOUDS

if TYPE_CHECKING:
    from app.drafts import Draft
    from dharma_core.plan import Resource
    from dharma_core.workbench import Workbench
    from dharma_core.workbench.designing import DraftAssessment

__all__ = ["overrides_form"]


def overrides_form(draft: Draft, name: str, bench: Workbench, assessment: DraftAssessment) -> None:
    """Draw what a portable resource lowers to, with a way to set one attribute, and back."""
    cloud = CLOUDS[draft.blueprint.provider]
    lowered = [r for r in assessment.plan if r.design == name]
    _title(f"On {cloud}", "What it becomes there. An override holds for this cloud alone.")
    for satellite, key, value in list(_overrides(draft, name)):
        _overridden(draft, name, satellite, key, value)
    if not lowered:
        st.caption("It becomes nothing until its needed properties are there.")
        return
    by_label = {f"{r.type} {r.name}": r for r in lowered}
    label = st.selectbox("Native resource", list(by_label), key=f"native_of_{name}")
    resource = by_label.get(str(label), lowered[0])
    _attribute(draft, name, resource, bench)


def _overrides(draft: Draft, name: str) -> Iterator[tuple[str, str, Any]]:
    """Yield satellite (empty for the main one), attribute and value of each override."""
    spec = get_spec(draft.blueprint, name)
    own = spec.overrides.get(draft.blueprint.provider) or {}
    for key, value in own.items():
        if isinstance(value, Mapping) and key.startswith(("aws_", "azurerm_", "google_")):
            yield from ((key, inner, v) for inner, v in value.items())
        else:
            yield "", key, value


def _overridden(draft: Draft, name: str, satellite: str, key: str, value: Any) -> None:
    field = FormField(key, "any", Entry.YAML)
    where = f"{satellite}." if satellite else ""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.html(
            Markup('<p class="dh-plain"><b>{}{}</b>: {} <i>overridden</i></p>').format(
                where, key, written(field, value)
            )
        )
        st.button(
            "Take back", key=f"back_{name}_{satellite}_{key}",
            on_click=lambda: draft.edit(
                lambda design: clear_override(design, name, key, satellite=satellite)
            ),
        )  # fmt: skip


def _attribute(draft: Draft, name: str, resource: Resource, bench: Workbench) -> None:
    type_ = bench.catalog.find(resource.type)
    if type_ is None:
        return
    facts = {k: f for k, f in type_.attributes.items() if not f.read_only and k != "tags_all"}
    key = f"attribute_of_{name}_{resource.type}"
    chosen = st.selectbox(
        "Attribute", sorted(facts), index=None, key=key, placeholder="Search attributes"
    )
    if chosen is None:
        _present(resource)
        return
    present = resource.attributes.get(chosen)
    field = FormField(chosen, facts[chosen].type, Entry.YAML, present)
    entry = f"override_{name}_{resource.type}_{chosen}"
    shown = "" if present is UNKNOWN or field.value is None else written(field, present)
    text = st.text_area(f"{chosen} ({field.type}, YAML)", shown, key=entry, height=80)
    at = (name, f"override {chosen}")
    primary = resource.name == name
    st.button(
        "Override", key=f"set_{entry}",
        on_click=lambda: draft.edit(
            lambda design: set_override(
                design, name, chosen, read_entry(field, text),
                satellite="" if primary else resource.type,
            ),
            at=at,
        ),
    )  # fmt: skip
    if at in draft.errors:
        note(draft.errors[at], tone="critical")


def _present(resource: Resource) -> None:
    """List the plain attributes as they are."""
    rows = Markup("").join(
        Markup("<tr><td>{}</td><td>{}</td></tr>").format(k, written(_ANY, v))
        for k, v in sorted(resource.attributes.items())
        if isinstance(v, (str, int, float, bool)) and v not in ("", None)
    )
    st.html(Markup('<table class="dh-pairs"><tbody>{}</tbody></table>').format(rows))


_ANY = FormField("", "any", Entry.TEXT)


def _title(title: str, words: str) -> None:
    st.html(Markup('<div class="dh-form-title"><h2>{}</h2><p>{}</p></div>').format(title, words))
