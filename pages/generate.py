"""Generate: the same design in every format, with what each format's own tools say."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from app.assessments import Source, generation_of, plan_of
from app.session import workbench
from app.widgets.frame import context_line, figures, go_to, heading, section
from app.widgets.messages import empty, failure, guarded, note
from app.widgets.sources import chosen_source
from app.widgets.tables import plain_table
from dharma_core.errors import DharmaError
from dharma_core.generation import FORMATS, SYNTAXES
from dharma_core.storage.archives import pack_zip
from dharma_core.views.generation import (
    FORMAT_TITLES,
    checks_table,
    code_language,
    generation_headlines,
)

if TYPE_CHECKING:
    from dharma_core.generation.output import Generation
    from dharma_core.workbench import Workbench

_CHECKED = "checked_generations"
_CODE_PX = 560


def page() -> None:
    heading("generate")
    with guarded():
        bench = workbench()
        source = chosen_source(bench)
        if source is None:
            return
        try:
            plan = plan_of(bench, source)
            format_, syntax = _choose()
            with st.skeleton(height=320):
                made = _with_verdicts(generation_of(bench, source, format_, syntax), source)
        except DharmaError as error:
            failure(error, text=source.text)
            return
        context_line(plan.name, plan.region, FORMAT_TITLES[format_])
        figures(generation_headlines(made))
        _untold(made)
        if made.files:
            _verdicts(bench, made, source)
            _code(made, source)


def _choose() -> tuple[str, str]:
    formats = [name for name in FORMAT_TITLES if name in FORMATS]
    format_ = st.pills(
        "Format", formats, default=formats[0], key="format", bind="query-params",
        required=True, format_func=FORMAT_TITLES.__getitem__,
    )  # fmt: skip
    syntaxes = list(SYNTAXES.get(str(format_), ()))
    if len(syntaxes) < 2:
        return str(format_), ""
    syntax = st.pills(
        "Syntax", syntaxes, default=syntaxes[0], key=f"syntax_{format_}", required=True,
        format_func=str.upper,
    )  # fmt: skip
    return str(format_), str(syntax)


def _untold(made: Generation) -> None:
    if made.untranslated:
        section(
            f"What {FORMAT_TITLES[made.format]} cannot express",
            "These are missing in the files below.",
        )
        for item in made.untranslated:
            note(item, tone="high")
    for words in made.notes:
        note(words)


def _key(made: Generation, source: Source) -> tuple[str, str, str]:
    return source.digest, made.format, made.files[0].path if made.files else ""


def _with_verdicts(made: Generation, source: Source) -> Generation:
    kept = st.session_state.setdefault(_CHECKED, {})
    return replace(made, checks=kept.get(_key(made, source), ()))


def _verdicts(bench: Workbench, made: Generation, source: Source) -> None:
    section("What its own tools say")
    if made.checks:
        plain_table(checks_table(made.checks), caption="Checks")
        return
    empty("Not checked yet", "The format's own tools run on this machine; it takes some seconds.")
    if st.button("Check it", type="primary", key="check_code"):
        with st.spinner("Checking"):
            checks = bench.check_generation(made)
        st.session_state[_CHECKED][_key(made, source)] = checks
        st.rerun()


def _code(made: Generation, source: Source) -> None:
    section("The files")
    st.download_button(
        "Download all as a zip",
        lambda: pack_zip((f.path, f.text) for f in made.files),
        f"{source.label.replace(' ', '-')}-{made.format}.zip",
        "application/zip",
        key="zip",
        on_click="ignore",
    )
    texts = {file.path: file.text for file in made.files}
    largest = max(texts, key=lambda name: len(texts[name]))
    path = st.pills("File", list(texts), default=largest, key=f"file_{made.format}", required=True)
    text = texts.get(str(path), "")
    st.code(
        text,
        language=code_language(str(path)),
        line_numbers=True,
        wrap_lines=True,
        height=_CODE_PX,
    )
    go_to("deployments", "Deploy it", source=source.label)


page()
