"""What a page says when there is nothing to show, or when something failed."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st
from markupsafe import Markup

from app.session import correlation_id
from app.widgets.step_up import ask_step_up
from dharma_core.errors import DharmaError, StepUpRequired

__all__ = ["carried_out", "empty", "failure", "guarded", "note", "say_later", "say_now"]

_LATER = "message_for_next_run"
_log = logging.getLogger("dharma.dashboard")


@contextmanager
def guarded() -> Iterator[None]:
    """Draw what fails inside as an error with its next step; never a stack of code."""
    try:
        yield
    except StepUpRequired as error:
        ask_step_up(error)
    except DharmaError as error:
        failure(error)
    except Exception as error:  # noqa: BLE001 - the outermost edge of the dashboard
        _unexpected(error)


def failure(error: DharmaError, *, text: str = "") -> None:
    """Draw an error: what happened, what to do, and the id to ask about.

    Parameters
    ----------
    text : str
        The source the error is about; its line is shown when the error names one.
    """
    if isinstance(error, StepUpRequired):
        ask_step_up(error)
    st.html(
        Markup(
            '<div class="dh-message" role="alert" style="--mark: var(--critical)">'
            '<h2>{}</h2><p>{}</p>{}<p>{}</p><p class="dh-small">Request {}</p></div>'
        ).format(
            _TITLES.get(error.code, "That did not work"),
            error.message,
            _excerpt(text, error),
            error.next_step,
            Markup('<code class="dh-mono">{}</code>').format(correlation_id()),
        )
    )


def carried_out(act: Callable[[], object], words: str, *, tone: str = "ok") -> None:
    """Do what a button asks for and draw the page anew with words; draw the failure instead."""
    try:
        act()
    except DharmaError as error:
        failure(error)
        return
    say_later(words, tone=tone)
    st.rerun()


_TITLES = {
    "input_error": "Dharma cannot take this",
    "not_found": "That is not here",
    "conflict": "Somebody was faster",
    "permission_denied": "You may not do this",
    "sign_in_required": "That did not open",
    "too_many_requests": "Wait a moment",
    "missing_tool": "A tool is missing",
    "fact_error": "Dharma's own data is wrong",
}
_AROUND = 1


def _excerpt(text: str, error: DharmaError) -> Markup:
    """Return the lines an error names with their neighbours, marked; empty when it names none."""
    lines = text.splitlines()
    named = [error.details.get("line"), *(e.get("line") for e in error.details.get("errors", ()))]
    marked = {n for n in named if isinstance(n, int) and 1 <= n <= len(lines)}
    near = {m for n in marked for m in range(n - _AROUND, n + _AROUND + 1) if 1 <= m <= len(lines)}
    if not near:
        return Markup("")
    shown = []
    for number in sorted(near):
        if number - 1 not in near and shown:
            shown.append(Markup("   …"))
        form = Markup("<b>{:>4}  {}</b>") if number in marked else Markup("{:>4}  {}")
        shown.append(form.format(number, lines[number - 1]))
    return Markup('<div class="dh-excerpt">{}</div>').format(Markup("\n").join(shown))


def _unexpected(error: Exception) -> None:
    _log.exception("page failed", extra={"correlation_id": correlation_id()})
    kind = type(error).__name__
    failure(
        DharmaError(
            f"This page met a fault of its own ({kind}); nothing was changed by showing it.",
            next_step="Load the page again. If it stays, look up the request in the log.",
        )
    )


def empty(title: str, words: str) -> None:
    """Draw what would fill this place; the caller puts the button below."""
    st.html(Markup('<div class="dh-message"><h2>{}</h2><p>{}</p></div>').format(title, words))


def note(words: str, *, tone: str = "muted") -> None:
    """Draw one sentence with a mark in its tone."""
    st.html(
        Markup(
            '<div class="dh-message" role="status" style="--mark: var(--{})"><p>{}</p></div>'
        ).format(tone, words)
    )


def say_later(words: str, *, tone: str = "ok") -> None:
    """Keep a sentence for the next run, after the page was drawn anew."""
    st.session_state[_LATER] = (words, tone)


def say_now() -> None:
    """Draw the sentence that was kept, once."""
    kept = st.session_state.pop(_LATER, None)
    if kept:
        note(kept[0], tone=kept[1])
