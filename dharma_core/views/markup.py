"""Values as escaped HTML fragments, shared by the dashboard and the review."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, tzinfo
from importlib import resources
from typing import Any

from markupsafe import Markup, escape

from dharma_core.costs.estimates import CostState
from dharma_core.deployments.values import DeploymentState
from dharma_core.policies.findings import Severity
from dharma_core.views.headline import Headline
from dharma_core.views.table import Cell, Column, Kind, Row, Table
from dharma_core.views.theme import css_tokens
from dharma_core.views.words import (
    COST_STATE_WORDS,
    STATE_TONES,
    STATE_WORDS,
    amount,
    local_time,
    money,
    rate,
)

__all__ = [
    "badge",
    "clock",
    "headlines_html",
    "identifier",
    "moment",
    "state_badge",
    "stylesheet",
    "table_html",
]

_UTC_FORM = "%Y-%m-%d %H:%M:%S UTC"
# A long address may break after these marks.
_BREAK_AFTER = re.compile(r"(?<=[./:])")
_BREAK_AFTER_MORE = re.compile(r"(?<=[./:_-])")
_LONG_PIECE = 18
_WORD_TONES = {
    "passed": "ok",
    "confirmed": "ok",
    "allowed": "ok",
    "second factor asked for": "medium",
    "failed": "critical",
    "denied": "critical",
    "disabled": "medium",
    "skipped": "muted",
    "inside": "ok",
    "over": "critical",
    "likely over": "high",
    "may be over": "medium",
    "cannot be told": "medium",
    "reached": "high",
}
_COST_TONES = {CostState.USAGE: "medium", CostState.NOT_FOUND: "high"}


def stylesheet() -> str:
    """Return the CSS of these fragments with the tokens in front."""
    rules = resources.files("dharma_core.views").joinpath("templates/fragments.css")
    return f":root {{\n{css_tokens()}\n}}\n{rules.read_text('utf-8')}"


def badge(word: str, tone: str = "muted") -> Markup:
    """Return a word with a mark in its tone's colour: never the colour alone.

    Examples
    --------
    >>> str(badge("critical", "critical"))
    '<span class="dh-badge dh-critical">critical</span>'
    """
    return Markup('<span class="dh-badge dh-{}">{}</span>').format(tone, word)


def state_badge(state: Any) -> Markup:
    """Return the badge of a deployment state, a cost state or any other word."""
    if isinstance(state, DeploymentState):
        return badge(STATE_WORDS[state], STATE_TONES.get(state, "low"))
    if isinstance(state, CostState):
        return badge(COST_STATE_WORDS[state], _COST_TONES.get(state, "ok"))
    word = str(state)
    return badge(word.replace("_", " "), _WORD_TONES.get(word.casefold(), "muted"))


def moment(at: datetime, zone: tzinfo = UTC, *, seconds: bool = False) -> Markup:
    """Return a time in the reader's zone with UTC on hover.

    Examples
    --------
    >>> "2026-11-20 15:05:00 UTC" in moment(datetime(2026, 11, 20, 15, 5, tzinfo=UTC))
    True
    """
    return Markup('<time datetime="{}" title="{}">{}</time>').format(
        at.astimezone(UTC).isoformat(),
        at.astimezone(UTC).strftime(_UTC_FORM),
        local_time(at, zone, seconds=seconds),
    )


def clock(at: datetime, zone: tzinfo = UTC) -> Markup:
    """Return the time of day in the reader's zone, with UTC and its date on hover."""
    return Markup('<time datetime="{}" title="{}">{}</time>').format(
        at.astimezone(UTC).isoformat(),
        at.astimezone(UTC).strftime(_UTC_FORM),
        at.astimezone(zone).strftime("%H:%M:%S"),
    )


def identifier(text: str) -> Markup:
    """Return an id that looks short; one click selects it whole for copying."""
    return Markup('<code class="dh-ident" title="{0}">{0}</code>').format(text)


def headlines_html(headlines: Iterable[Headline]) -> Markup:
    """Return the answer of a page: one to four figures in a row, one column on a phone."""
    parts = [
        Markup(
            '<div class="dh-figure"><dt>{}</dt>'
            '<dd class="dh-value">{}<small>{}</small></dd>{}</div>'
        ).format(h.label, h.value, f" {h.unit}" if h.unit else "", _note(h))
        for h in headlines
    ]
    return Markup('<dl class="dh-figures">{}</dl>').format(Markup("").join(parts))


def _note(headline: Headline) -> Markup:
    if not headline.note:
        return Markup("")
    return Markup('<dd class="dh-note dh-{}">{}</dd>').format(
        headline.tone or "muted", headline.note
    )


def table_html(table: Table, *, zone: tzinfo = UTC, caption: str = "") -> Markup:
    """Return a table whose rows become cards on a narrow screen.

    Parameters
    ----------
    table : Table
        Already filtered, sorted and cut to one page.
    zone : tzinfo
        The reader's.
    caption : str
        Read aloud before the table; not drawn.

    Examples
    --------
    >>> "&lt;b&gt;" in table_html(Table((Column("n", "N"),), ({"n": "<b>"},)))
    True
    """
    table = table.without_empty()
    heads = Markup("").join(
        Markup('<th scope="col" class="dh-{}">{}</th>').format(c.kind.value, c.title)
        for c in table.columns
    )
    rows = Markup("").join(_row(table, row, zone) for row in table.rows)
    return Markup(
        '<table class="dh-table"><caption>{}</caption><thead><tr>{}</tr></thead>'
        "<tbody>{}</tbody></table>"
    ).format(caption, heads, rows)


def _row(table: Table, row: Row, zone: tzinfo) -> Markup:
    cells = Markup("").join(
        Markup('<td data-label="{}" class="dh-{}{}">{}</td>').format(
            column.title,
            column.kind.value,
            " dh-lead" if column.lead else "",
            _cell(column, row.get(column.key), zone, table.currency),
        )
        for column in table.columns
    )
    return Markup("<tr>{}</tr>").format(cells)


def _cell(column: Column, cell: Cell, zone: tzinfo, currency: str) -> Markup:
    if cell is None or cell == "":
        return Markup('<span class="dh-unknown">{}</span>').format(column.unknown)
    show = _RENDERERS.get(column.kind)
    return show(cell, zone, currency) if show else escape(cell)


def _severity(cell: Any, *_: Any) -> Markup:
    word = cell.value if isinstance(cell, Severity) else str(cell)
    return badge(word, word)


def _breakable(cell: Any, *_: Any) -> Markup:
    text = str(cell)
    pieces = [text] if len(text) <= _LONG_PIECE else _BREAK_AFTER.split(text)
    if max(map(len, pieces)) > _LONG_PIECE:
        pieces = _BREAK_AFTER_MORE.split(text)
    return Markup("<code>{}</code>").format(Markup("<wbr>").join(pieces))


def _day(cell: Any, *_: Any) -> Markup:
    return escape(f"{cell.day} {cell:%b %Y}" if isinstance(cell, date) else cell)


_RENDERERS: Mapping[Kind, Callable[[Any, tzinfo, str], Markup]] = {
    Kind.CODE: _breakable,
    Kind.ID: lambda cell, _zone, _currency: identifier(str(cell)),
    Kind.NUMBER: lambda cell, _zone, _currency: escape(
        f"{cell:,}" if isinstance(cell, int) else amount(cell)
    ),
    Kind.MONEY: lambda cell, _zone, currency: escape(money(cell, currency)),
    Kind.RATE: lambda cell, _zone, currency: escape(rate(cell, currency)),
    Kind.SEVERITY: _severity,
    Kind.STATE: lambda cell, _zone, _currency: state_badge(cell),
    Kind.TIME: lambda cell, zone, _currency: moment(cell, zone, seconds=True),
    Kind.DATE: _day,
}
