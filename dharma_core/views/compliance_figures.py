"""The picture of a compliance report."""

from __future__ import annotations

from collections import Counter

from dharma_core.policies.compliance import ComplianceReport, Standing
from dharma_core.views.compliance import STANDING_WORDS
from dharma_core.views.figures import Picture, bars_layout, stacked_bar
from dharma_core.views.theme import PALETTES, Mode
from dharma_core.views.words import count

__all__ = ["controls_by_section"]

_SHOWN = (Standing.FAILING, Standing.CANNOT_TELL, Standing.WAIVED, Standing.MET)


def controls_by_section(report: ComplianceReport, mode: Mode = "light") -> Picture | None:
    """Return how the controls that were looked at stand, by section; None when none was."""
    import plotly.graph_objects as go

    looked = report.standing(*_SHOWN)
    if not looked:
        return None
    tally = Counter((result.control.section, result.standing) for result in looked)
    sections = list(dict.fromkeys(result.control.section for result in looked))
    palette = PALETTES[mode]
    colours = (palette.critical, palette.medium, palette.high, palette.ok)
    bars = [
        stacked_bar(STANDING_WORDS[standing], {s: tally[s, standing] for s in sections}, colour)
        for standing, colour in zip(_SHOWN, colours, strict=True)
        if any(tally[s, standing] for s in sections)
    ]
    layout = {
        **bars_layout(mode, len(sections), legend=True),
        "barmode": "stack",
        "legend": {"traceorder": "normal"},
    }
    alt = "; ".join(
        f"{section}: "
        + ", ".join(f"{tally[section, s]} {STANDING_WORDS[s]}" for s in _SHOWN if tally[section, s])
        for section in sections
    )
    return Picture(_title(report, tally), go.Figure(bars, layout), alt)


def _title(report: ComplianceReport, tally: Counter[tuple[str, Standing]]) -> str:
    failing = report.counts[Standing.FAILING]
    if not failing:
        met = count(report.counts[Standing.MET], "control")
        return f"No control fails; {met} met"
    worst = max((n, s) for (s, standing), n in tally.items() if standing is Standing.FAILING)
    if failing == 1:
        return f"One control fails: in {worst[1]}"
    return f"{failing:,} controls fail, {worst[0]:,} of them in {worst[1]}"
