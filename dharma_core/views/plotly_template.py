"""One Plotly template for pages, notebooks and reports, in light and dark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dharma_core.views.theme import FONT_TEXT, PALETTES, Mode

if TYPE_CHECKING:
    import plotly.graph_objects as go

__all__ = ["CHART_CONFIG", "template", "text_on"]

CHART_CONFIG = {"displayModeBar": False, "scrollZoom": False, "displaylogo": False}


def template(mode: Mode) -> go.layout.Template:
    """Return the template: transparent ground, hairline grid, direct labels, no shadows.

    Examples
    --------
    >>> template("light").layout.font.color
    '#1B2430'
    """
    import plotly.graph_objects as go

    palette = PALETTES[mode]
    axis = {
        "gridcolor": palette.line,
        "linecolor": palette.line,
        "zerolinecolor": palette.line,
        "tickfont": {"color": palette.muted, "size": 12},
        "title": {"font": {"color": palette.muted, "size": 12}},
        "automargin": True,
        "fixedrange": True,
    }
    return go.layout.Template(
        layout={
            "font": {"family": FONT_TEXT, "size": 13, "color": palette.ink},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "colorway": list(palette.series),
            "margin": {"l": 4, "r": 4, "t": 4, "b": 4},
            "xaxis": axis,
            "yaxis": axis,
            "hoverlabel": {
                "bgcolor": palette.raised,
                "bordercolor": palette.line,
                "font": {"family": FONT_TEXT, "size": 13, "color": palette.ink},
            },
            "legend": {
                "orientation": "h",
                "x": 0,
                "y": 1.0,
                "yanchor": "bottom",
                "font": {"size": 12, "color": palette.muted},
            },
            "bargap": 0.35,
            "separators": ".,",
        }
    )


def text_on(colour: str) -> str:
    """Return the ink or the white that reads best on ``#RRGGBB``.

    Examples
    --------
    >>> text_on("#1E3F75"), text_on("#FAD0E4")
    ('#FFFFFF', '#10161F')
    """
    shades = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (
        (s / 12.92) if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shades
    )
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return "#10161F" if luminance > 0.2 else "#FFFFFF"
