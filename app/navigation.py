"""Which pages there are: one row a page, in the order of the sidebar."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dharma_core.identity import is_allowed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from streamlit.navigation.page import StreamlitPage

    from dharma_core.identity import Actor

__all__ = [
    "PAGES",
    "PAGES_FOLDER",
    "SIGN_IN",
    "PageRow",
    "doors",
    "page_file",
    "rows_for",
    "sections",
]

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
    needs : str
        The permission without which it is not shown.
    """

    name: str
    title: str
    section: str
    question: str
    needs: str = "blueprint:read"


PAGES = (
    PageRow("overview", "Overview", "", "Is anything asking for me?"),
    PageRow("designer", "Designer", "Design", "What am I building?"),
    PageRow("blueprints", "Blueprints", "Design", "What designs do we have?"),
    PageRow("import", "Import", "Design", "What do I have already?"),
    PageRow("generate", "Generate", "Design", "What would I commit?"),
    PageRow("guardrails", "Guardrails", "Guard", "Is it safe, and what do I fix first?"),
    PageRow("compliance", "Compliance", "Guard", "Would we pass?"),
    PageRow("policies", "Policy editor", "Guard", "Does my rule do what I mean?", "policy:read"),
    PageRow("trust", "Trust", "Guard", "Who may do this, and why?"),
    PageRow("audit", "Audit", "Guard", "Who did what, and can I prove it?", "audit:read"),
    PageRow("costs", "Costs", "Cost", "What will it cost, and why?"),
    PageRow("compare", "Compare", "Cost", "Where should it run?"),
    PageRow("savings", "Savings", "Cost", "What can I save today?"),
    PageRow("finops", "Review", "FinOps", "How was the month?", "billing:read"),
    PageRow("allocation", "Allocation", "FinOps", "Who pays for what?", "billing:read"),
    PageRow("explore", "Explore", "FinOps", "Let me look myself", "billing:read"),
    PageRow("budgets", "Budgets", "FinOps", "Will we stay inside?", "budget:read"),
    PageRow("forecast", "Forecast", "FinOps", "What will come?", "billing:read"),
    PageRow("anomalies", "Anomalies", "FinOps", "What is odd?", "billing:read"),
    PageRow(
        "deployments", "Deployments", "Run", "What is happening, may it go on?", "deployment:read"
    ),
    PageRow("profile", "Profile", "People", "Who am I, and is my account safe?", "profile:read"),
    PageRow("users", "Users and roles", "People", "Who may do what?", "user:read"),
    PageRow("reports", "Reports", "More", "What do I send?", "report:read"),
)
SIGN_IN = "sign_in"
"""The one page of those whom nobody knows yet."""


def page_file(name: str) -> Path:
    """Return the script of a page."""
    return PAGES_FOLDER / f"{name}.py"


def rows_for(actor: Actor) -> tuple[PageRow, ...]:
    """Return the pages that somebody may open; without an account there is no profile."""
    rows = (row for row in PAGES if is_allowed(actor, row.needs))
    return tuple(row for row in rows if row.name != "profile" or actor.session)


def sections(rows: Sequence[PageRow] = PAGES) -> Mapping[str, list[StreamlitPage]]:
    """Return every page by section: these in the list, the first one as the default.

    The others keep their address, and say themselves why they do not open.
    """
    import streamlit as st

    found: dict[str, list[StreamlitPage]] = {}
    for row in PAGES:
        page = st.Page(
            page_file(row.name),
            title=row.title,
            url_path=row.name,
            default=row is rows[0],
            visibility="visible" if row in rows else "hidden",
        )
        found.setdefault(row.section, []).append(page)
    return found


def doors() -> list[StreamlitPage]:
    """Return the sign-in page at the address of every page, so that each link leads on."""
    import streamlit as st

    return [
        st.Page(page_file(SIGN_IN), title="Sign in", url_path=row.name, default=row is PAGES[0])
        for row in PAGES
    ]
