"""A table with search, order, pages and export; its rows become cards on a phone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st
from markupsafe import Markup

from app.session import reader_zone
from dharma_core.views.exports import to_csv, to_parquet
from dharma_core.views.markup import table_html
from dharma_core.views.table import Table
from dharma_core.views.words import count

__all__ = ["exports", "plain_table", "table"]

PAGE_ROWS = 20
_AS_GIVEN = "As listed"


def plain_table(rows: Table, *, caption: str) -> None:
    """Draw a short table as it is."""
    st.html(table_html(rows, zone=reader_zone(), caption=caption))


def table(
    rows: Table,
    *,
    key: str,
    noun: str,
    columns: Sequence[str] = (),
    page_rows: int = PAGE_ROWS,
) -> Table:
    """Draw a table with search, order and pages, and return what the search left.

    Parameters
    ----------
    key : str
        Prefix of the widgets' keys and of their words in the address.
    noun : str
        What a row is, for the count.
    columns : sequence of str
        Which columns are drawn; the others still go into search and export.
    """
    shown = rows.only(*columns) if columns else rows
    if len(rows) <= 1:
        plain_table(shown, caption=noun)
        return rows
    found = _ordered(rows, shown, key)
    pages = found.pages(page_rows)
    above = st.container()
    with st.container(horizontal=True, vertical_alignment="center"):
        beside = st.container()
        number = _page_number(key, pages)
    view = found.page(number, size=page_rows)
    with above:
        plain_table(view.only(*columns) if columns else view, caption=noun)
    with beside:
        _counts(len(found), len(rows), noun, (number, pages))
    return found


def _ordered(rows: Table, shown: Table, key: str) -> Table:
    titles = [c.title for c in shown.columns]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input(
            "Search", key=f"{key}_find", placeholder="Words in any column", bind="query-params"
        )
        order = st.selectbox(
            "Order", [_AS_GIVEN, *titles], key=f"{key}_order", bind="query-params", width=200
        )
        descending = order in titles and st.toggle(
            "Descending", key=f"{key}_down", bind="query-params"
        )
    found = rows.matching(text or "")
    if order in titles:
        column = shown.columns[titles.index(order)]
        found = found.sorted_by(column.key, descending=descending)
    return found


def _page_number(key: str, pages: int) -> int:
    if pages == 1:
        return 1
    return int(
        st.number_input(
            "Page",
            1,
            pages,
            1,
            key=f"{key}_page",
            bind="query-params",
            width=140,
            label_visibility="collapsed",
        )
    )


def _counts(found: int, total: int, noun: str, at: tuple[int, int]) -> None:
    words = count(found, noun) if found == total else f"{found:,} of {count(total, noun)}"
    place = f", page {at[0]} of {at[1]}" if at[1] > 1 else ""
    st.html(Markup('<p class="dh-count">{}{}</p>').format(words, place))


def exports(rows: Table, *, key: str, name: str, parquet: bool = True) -> None:
    """Draw the buttons that take a table away; files are made when asked for."""
    forms: list[tuple[str, str, str, Callable[[Table], bytes]]] = [
        ("CSV", "csv", "text/csv", to_csv)
    ]
    if parquet:
        forms.append(("Parquet", "parquet", "application/vnd.apache.parquet", to_parquet))
    with st.container(horizontal=True):
        for word, suffix, mime, make in forms:
            st.download_button(
                f"Export {word}",
                lambda make=make: make(rows),
                f"{name}.{suffix}",
                mime,
                key=f"{key}_{suffix}",
                on_click="ignore",
            )
