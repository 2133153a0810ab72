"""Which pages there are: one row a page, in the order of the sidebar."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from streamlit.navigation.page import StreamlitPage

__all__ = ["PAGES", "PAGES_FOLDER", "PageRow", "page_file", "sections"]

PAGES_FOLDER = Path(__file__).resolve().parents[1] / "pages"


@dataclass(frozen=True, slots=True)
class PageRow:
    """One page.

    Parameters
    ----------
    name : str
        The file's stem, and its word in the address.
    title : str
        In the sidebar; the page itself opens with its question.
    section : str
        Empty for the page on top.
    question : str
        The page's heading.
    """

    name: str
    title: str
    section: str
    question: str


PAGES = (
    PageRow("overview", "Overview", "", "Is anything asking for me?"),
    PageRow("designer", "Designer", "Design", "What am I building?"),
    PageRow("blueprints", "Blueprints", "Design", "What designs do we have?"),
    PageRow("import", "Import", "Design", "What do I have already?"),
    PageRow("generate", "Generate", "Design", "What would I commit?"),
    PageRow("guardrails", "Guardrails", "Guard", "Is it safe, and what do I fix first?"),
    PageRow("compliance", "Compliance", "Guard", "Would we pass?"),
    PageRow("policies", "Policy editor", "Guard", "Does my rule do what I mean?"),
    PageRow("audit", "Audit", "Guard", "Who did what, and can I prove it?"),
    PageRow("costs", "Costs", "Cost", "What will it cost, and why?"),
    PageRow("compare", "Compare", "Cost", "Where should it run?"),
    PageRow("savings", "Savings", "Cost", "What can I save today?"),
    PageRow("deployments", "Deployments", "Run", "What is happening, may it go on?"),
)


def page_file(name: str) -> Path:
    """Return the script of a page."""
    return PAGES_FOLDER / f"{name}.py"


def sections() -> Mapping[str, list[StreamlitPage]]:
    """Return the pages by section, the first one as the default."""
    import streamlit as st

    found: dict[str, list[StreamlitPage]] = {}
    for row in PAGES:
        page = st.Page(
            page_file(row.name), title=row.title, url_path=row.name, default=row is PAGES[0]
        )
        found.setdefault(row.section, []).append(page)
    return found
