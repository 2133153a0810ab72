"""The source picker that guardrails, costs and deployments share: which design to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from app.assessments import Source, store_key
from app.widgets.frame import PICKER_PX, context_line, current_page
from app.widgets.messages import empty, failure
from dharma_core.errors import DharmaError, InputError

if TYPE_CHECKING:
    from dharma_core.workbench import Workbench

__all__ = [
    "UPLOAD",
    "UPLOAD_LABEL",
    "chosen_source",
    "drop_zone",
    "pick_source",
    "source_failure",
    "stored_and_bundled",
]

UPLOAD = "Upload a file"
UPLOAD_LABEL = (
    "A zip of a Terraform folder; a Terraform plan (JSON) or state; a CloudFormation or ARM "
    "template; a blueprint"
)
_ENDINGS = ["zip", "json", "yaml", "yml", "tf", "tfstate", "template"]
_LIST_LIMIT = 200
_CHOSEN = "chosen_source"
_CHOSEN_ON = "chosen_source_page"
_KEPT_UPLOAD = "uploaded_source"


def stored_and_bundled(bench: Workbench) -> dict[str, Source]:
    """Return every design the store and the bundle hold, by its label."""
    store = store_key(bench)
    stored = bench.blueprints(page_size=_LIST_LIMIT).items
    found = {
        f"{b.name} {b.version}": Source(f"{b.id}@{b.version}", f"{b.name} {b.version}", store=store)
        for b in stored
    }
    for template in bench.templates():
        label = f"Template {template.name}"
        text = bench.template(template.name)  # by name alone a stored design would come first
        found[label] = Source(template.name, label, text, store)
    return found


def pick_source(bench: Workbench, *, upload: bool = True) -> Source | None:
    """Draw the picker and return the chosen source; None until a file is given.

    The choice is part of the address, except for an uploaded file, which stays in the session.
    """
    known = stored_and_bundled(bench)
    options = [*known, UPLOAD] if upload else [*known]
    _remember(options)
    label = st.selectbox(
        "Design", options, key="source", bind="query-params", width=PICKER_PX,
        help="A stored design, a template, or a file of your own.",
    )  # fmt: skip
    st.session_state[_CHOSEN] = label
    if label == UPLOAD:
        return drop_zone(bench, UPLOAD_LABEL, key="source_file")
    return known.get(str(label))


def chosen_source(bench: Workbench) -> Source | None:
    """Draw the picker and return the chosen source; where none is chosen yet, say so."""
    source = pick_source(bench)
    if source is None:
        empty("No design is chosen", "Give a file above, or choose a stored design.")
    return source


def source_failure(error: DharmaError, source: Source, usage: str | None) -> None:
    """Draw an error with its lines: of the usage file when it is about that, else of the source."""
    about_usage = error.details.get("file") == "usage"
    failure(error, text=usage or "" if about_usage else source.text)


def _remember(options: list[str]) -> None:
    """Choose what was chosen on the page before, unless the address says otherwise."""
    page, chosen = current_page(), st.session_state.get(_CHOSEN)
    arrived = st.session_state.get(_CHOSEN_ON) != page
    st.session_state[_CHOSEN_ON] = page
    if arrived and chosen in options and "source" not in st.query_params:
        st.session_state["source"] = chosen


def drop_zone(bench: Workbench, label: str, *, key: str) -> Source | None:
    """Draw a drop zone and return what was dropped, now or earlier in this session."""
    file = st.file_uploader(label, type=_ENDINGS, key=key)
    if file is not None:
        st.session_state[_KEPT_UPLOAD] = _source(bench, file.name, file.getvalue())
    kept = st.session_state.get(_KEPT_UPLOAD)
    if not isinstance(kept, Source):
        return None
    if file is None:
        context_line(f"{kept.label} is still here from before; another file takes its place.")
    return kept


def _source(bench: Workbench, name: str, data: bytes) -> Source:
    if data[:2] == b"PK":
        return Source(name, name, store=store_key(bench), data=data)
    return Source(name, name, _decoded(name, data), store_key(bench))


def _decoded(name: str, data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{name} is not text: byte {error.start} is not UTF-8.",
            next_step="Give a zip of a Terraform folder, a blueprint, a template, or the JSON that "
            "'terraform show -json' writes.",
        ) from error
    if not text.strip():
        raise InputError(f"{name} is empty.", next_step="Choose another file.")
    return text
