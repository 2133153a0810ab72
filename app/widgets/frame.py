"""The frame of a page: heading, context, sections, figures."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st
from markupsafe import Markup

from app.navigation import PAGES, SIGN_IN, page_file
from app.widgets.presence import may_open
from dharma_core.views.headline import Headline
from dharma_core.views.markup import headlines_html

__all__ = [
    "PICKER_PX",
    "context_line",
    "current_page",
    "figures",
    "go_to",
    "heading",
    "section",
    "sentence",
]

PICKER_PX = 480
_PAGE = "page_drawn"
_QUESTIONS = {SIGN_IN: "Who are you?"} | {row.name: row.question for row in PAGES}


def heading(page: str) -> None:
    """Draw the page's question; call it before anything that takes time."""
    st.session_state[_PAGE] = page
    st.title(_QUESTIONS[page], anchor=False)


def current_page() -> str:
    """Return the name of the page that is drawn."""
    return str(st.session_state.get(_PAGE, ""))


def context_line(*parts: str | Markup) -> None:
    """Draw the one line that says what the page speaks about: workspace, source, as of."""
    shown = Markup(" · ").join(part for part in parts if part)
    st.html(Markup('<p class="dh-context">{}</p>').format(shown))


def figures(headlines: Iterable[Headline]) -> None:
    """Draw the answer: one to four figures."""
    st.html(headlines_html(headlines))


def section(title: str, words: str = "") -> None:
    """Draw the title of a part, above a hairline."""
    st.html(
        Markup('<div class="dh-section"><h2>{}</h2>{}</div>').format(
            title, Markup("<p>{}</p>").format(words) if words else ""
        )
    )


def go_to(page: str, label: str, **address: str) -> None:
    """Draw a link to another page, with words for its address; nothing when it is not open."""
    if may_open(page):
        st.page_link(page_file(page), label=label, query_params=address or None)


def sentence(words: str) -> None:
    """Draw one sentence of text."""
    st.html(Markup('<p class="dh-plain">{}</p>').format(words))
