"""A deployment's states and log as escaped HTML, for the live page and the review."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, tzinfo

from markupsafe import Markup

from dharma_core.deployments.values import Deployment, DeploymentState, LogLine
from dharma_core.views.markup import badge, clock, moment
from dharma_core.views.timeline import Span, state_spans
from dharma_core.views.words import STATE_TONES, STATE_WORDS, duration

__all__ = ["log_html", "states_ahead", "timeline_html"]

_S = DeploymentState
_GOOD_WAY = (_S.QUEUED, _S.VALIDATING, _S.PLANNING, _S.APPROVED, _S.APPLYING, _S.COMPLETED)
_APPROVAL_WAY = (*_GOOD_WAY[:3], _S.AWAITING_APPROVAL, *_GOOD_WAY[3:])
_LEVEL_TONES = {"error": "critical", "critical": "critical", "warning": "medium"}


def states_ahead(deployment: Deployment) -> tuple[DeploymentState, ...]:
    """Return the states still to come when all goes well; none once it has ended.

    Examples
    --------
    >>> from dharma_core.deployments.values import DeploymentRequest
    >>> at = datetime(2026, 11, 20, tzinfo=UTC)
    >>> d = Deployment("dep_1", "web", _S.APPROVED, DeploymentRequest(), at, at, "ann", "default")
    >>> [state.value for state in states_ahead(d)]
    ['applying', 'completed']
    """
    if deployment.state.final:
        return ()
    if deployment.state is _S.ROLLING_BACK:
        return (_S.ROLLED_BACK,)
    request = deployment.request
    asks = request.environment == "production" and not request.auto_approve
    way = _APPROVAL_WAY if asks or deployment.state is _S.AWAITING_APPROVAL else _GOOD_WAY
    return way[way.index(deployment.state) + 1 :]


def timeline_html(deployment: Deployment, now: datetime, zone: tzinfo = UTC) -> Markup:
    """Return the states as steps: past with their length, the present one, those ahead."""
    *past, here = state_spans(deployment, now)
    items = [_past(span, zone, dated=not number) for number, span in enumerate(past)]
    items.append(_here(here, zone, dated=not past))
    items += [
        Markup('<li class="dh-ahead"><b>{}</b></li>').format(STATE_WORDS[state])
        for state in states_ahead(deployment)
    ]
    return Markup('<ol class="dh-timeline">{}</ol>').format(Markup("").join(items))


def _past(span: Span, zone: tzinfo, *, dated: bool) -> Markup:
    began = moment(span.start, zone, seconds=True) if dated else clock(span.start, zone)
    return Markup('<li class="dh-past"><b>{}</b>{}<br>{}</li>').format(
        STATE_WORDS[span.state], duration(span.length), began
    )


def _here(span: Span, zone: tzinfo, *, dated: bool) -> Markup:
    began = moment(span.start, zone, seconds=True) if dated else clock(span.start, zone)
    tone = STATE_TONES.get(span.state, "accent")
    length = f"for {duration(span.length)}" if span.open else "ended here"
    return Markup(
        '<li class="dh-here" style="--mark: var(--{})" aria-current="step"><b>{}</b>{}<br>{}</li>'
    ).format(tone, STATE_WORDS[span.state], length, began)


def log_html(lines: Iterable[LogLine], zone: tzinfo = UTC) -> Markup:
    """Return log lines in order; warnings and errors carry their word."""
    items = Markup("").join(_line(line, zone) for line in lines)
    return Markup('<ul class="dh-log">{}</ul>').format(items)


def _line(line: LogLine, zone: tzinfo) -> Markup:
    tone = _LEVEL_TONES.get(line.level.casefold())
    mark = badge(line.level, tone) + " " if tone else Markup("")
    return Markup(
        '<li>{}<span class="dh-step">{}</span><span class="dh-text">{}{}</span></li>'
    ).format(clock(line.time, zone), line.step, mark, line.message)
