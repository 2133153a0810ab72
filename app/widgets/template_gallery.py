"""The bundled designs: what each builds, its settings, its picture, and two ways to begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from app.assessments import Source, check_of, estimate_of, store_key
from app.drafts import keep_draft
from app.navigation import page_file
from app.widgets.design_picker import choose_draft
from app.widgets.frame import PICKER_PX, context_line, figures, section, sentence
from app.widgets.messages import failure, note, say_later
from app.widgets.tables import plain_table
from dharma_core.blueprints.model import USUAL_REGIONS
from dharma_core.blueprints.scalars import setting_text
from dharma_core.errors import DharmaError
from dharma_core.views.canvas import CLOUDS
from dharma_core.views.designs import templates_table
from dharma_core.views.diagram import draw, svg
from dharma_core.views.headlines import draft_headlines
from dharma_core.views.words import count
from dharma_core.workbench.designing import DraftOrigin
from dharma_core.workbench.starter import Answers, Project, start_project

if TYPE_CHECKING:
    from dharma_core.blueprints import Blueprint
    from dharma_core.blueprints.model import VariableSpec
    from dharma_core.workbench import Workbench

__all__ = ["template_gallery"]


def template_gallery(bench: Workbench) -> None:
    """Draw one bundled design with its settings, and what others there are."""
    designs = {t.name: t.design for t in bench.templates()}
    name = str(
        st.selectbox(
            "Template", list(designs), key="template", bind="query-params", width=PICKER_PX
        )
    )
    context_line(f"{designs[name].description}.")
    _one(bench, name, designs[name])
    section(f"{count(len(designs), 'template')} to choose from")
    plain_table(templates_table(tuple(designs.values())), caption="Templates")


def _one(bench: Workbench, name: str, design: Blueprint) -> None:
    left, right = st.columns([5, 3], gap="large")
    with right:
        answers = _answers(name, design)
    with left:
        try:
            project = start_project(answers, bench)
        except DharmaError as error:
            failure(error)
            return
        _preview(bench, project)
    with right:
        _begin(bench, project)


def _answers(name: str, design: Blueprint) -> Answers:
    """Draw the settings of a template and return what stands in them."""
    title = st.text_input("Name of the new design", name, key=f"new_name_{name}")
    provider = str(
        st.selectbox(
            "Cloud", list(CLOUDS), list(CLOUDS).index(design.provider),
            format_func=CLOUDS.__getitem__, key=f"new_cloud_{name}",
        )
    )  # fmt: skip
    usual = design.region if provider == design.provider else USUAL_REGIONS[provider]
    region = st.text_input("Region", usual, key=f"new_region_{name}_{provider}")
    settings = {
        setting: _setting(f"new_{name}_{setting}", setting, spec)
        for setting, spec in design.variables.items()
        if not spec.sensitive
    }
    changed = {
        setting: text
        for setting, text in settings.items()
        if text != setting_text(design.variables[setting].default)
    }
    return Answers(name, title.strip(), "", provider, region.strip(), changed)


def _setting(key: str, name: str, spec: VariableSpec) -> str:
    words = spec.description or None
    if spec.type == "bool":
        return setting_text(st.toggle(name, bool(spec.default), key=key, help=words))
    return st.text_input(name, setting_text(spec.default), key=key, help=words).strip()


def _preview(bench: Workbench, project: Project) -> None:
    """Draw what the answers build: figures, what did not move with them, the picture."""
    design = project.blueprint
    source = Source(
        "blueprint.yaml", design.name, text=project.files[0].text, store=store_key(bench)
    )
    with st.skeleton(height=120):
        report, estimate = check_of(bench, source), estimate_of(bench, source, None)
    figures(draft_headlines(report, estimate, 0)[:3])
    st.image(svg(draw(design, bench.catalog)), width="stretch")
    if project.left_out:
        note(f"{count(len(project.left_out), 'thing')} did not move with it.")
        for line in project.left_out:
            sentence(line)


def _begin(bench: Workbench, project: Project) -> None:
    with st.container(horizontal=True):
        store = st.button("Store this design", type="primary", key="store_new")
        draft = st.button("Open it on the canvas", key="draw_new")
    design = project.blueprint
    if draft:
        label = f"{design.name}, new"
        keep_draft(label, design, DraftOrigin("A new design"))
        choose_draft(label)
        st.switch_page(page_file("designer"))
    if store:
        try:
            stored = bench.save_blueprint(project.files[0].text, file="blueprint.yaml")
        except DharmaError as error:
            failure(error)
            return
        say_later(f"{stored.name} {stored.version} is stored.")
        st.rerun()
