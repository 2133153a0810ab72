"""The design's tokens in one place, so that pages, figures and reviews cannot drift apart."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

__all__ = [
    "DARK",
    "FONT_CODE",
    "FONT_TEXT",
    "LIGHT",
    "PALETTES",
    "Mode",
    "Palette",
    "css_tokens",
    "series_colour",
    "series_slot",
]

Mode = Literal["light", "dark"]

FONT_TEXT = "Commissioner, 'Source Sans 3', 'Segoe UI', system-ui, sans-serif"
FONT_CODE = "'IBM Plex Mono', ui-monospace, 'Cascadia Mono', Menlo, Consolas, monospace"


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one mode, as ``#RRGGBB``.

    Parameters
    ----------
    ink, muted : str
        Text, and text that matters less; both at least 4.5:1 on surface and raised.
    surface, raised, line : str
        Page, the quiet area on it, hairlines.
    accent, on_accent : str
        Links and primary actions only, and the text on them.
    critical, high, medium, low, ok : str
        Severities; always shown with their word.
    series : tuple of str
        Eight colours of falling darkness, told apart in grey and by the colour-blind.
    """

    ink: str
    muted: str
    surface: str
    raised: str
    line: str
    accent: str
    on_accent: str
    critical: str
    high: str
    medium: str
    low: str
    ok: str
    series: tuple[str, ...]

    def severity(self, name: str) -> str:
        """Return the colour of a severity or ``ok``; muted for any other word.

        Examples
        --------
        >>> LIGHT.severity("high"), LIGHT.severity("waived") == LIGHT.muted
        ('#B54708', True)
        """
        known = {"critical": self.critical, "high": self.high, "medium": self.medium}
        return {**known, "low": self.low, "ok": self.ok}.get(name, self.muted)


LIGHT = Palette(
    ink="#1B2430",
    muted="#5B6776",
    surface="#FFFFFF",
    raised="#F6F7F9",
    line="#E3E7EC",
    accent="#0F766E",
    on_accent="#FFFFFF",
    critical="#B42318",
    high="#B54708",
    medium="#A16207",
    low="#3F6B8F",
    ok="#15803D",
    series=(
        "#1E3F75", "#6C4B02", "#0F6E73", "#A7663F", "#A778B2", "#4FAD8F", "#8BBD81", "#FCAFD2",
    ),
)  # fmt: skip

DARK = Palette(
    ink="#E6EAF0",
    muted="#9AA6B5",
    surface="#10161F",
    raised="#18202B",
    line="#27313E",
    accent="#2DD4BF",
    on_accent="#10161F",
    critical="#F97066",
    high="#FB923C",
    medium="#FACC15",
    low="#7DB3DE",
    ok="#4ADE80",
    series=(
        "#4F72AD", "#A17B34", "#299FA5", "#D69069", "#D19FDC", "#76D2B3", "#ACDFA1", "#FADAE8",
    ),
)  # fmt: skip

PALETTES: Mapping[Mode, Palette] = {"light": LIGHT, "dark": DARK}

# The services met most often take slots that lie far apart; the rest follow from their name.
_SLOTS: Mapping[str, int] = {
    "EC2": 0,
    "RDS": 3,
    "VPC": 6,
    "ELB": 4,
    "ElastiCache": 5,
    "S3": 1,
    "Lambda": 7,
    "DynamoDB": 2,
    "KMS": 2,
    "CloudWatch": 1,
    "SQS": 7,
    "SNS": 5,
    "IAM": 4,
}
_CSS_NAMES = ("ink", "muted", "surface", "raised", "line", "accent", "critical", "high", "medium")


def series_slot(service: str) -> int:
    """Return the place of a service in the series colours: the same on every page, for ever.

    Examples
    --------
    >>> series_slot("EC2"), series_slot("A new one") == series_slot("A new one")
    (0, True)
    """
    known = _SLOTS.get(service)
    return zlib.crc32(service.encode()) % len(LIGHT.series) if known is None else known


def series_colour(service: str, palette: Palette) -> str:
    """Return the colour of a service in this mode.

    Examples
    --------
    >>> series_colour("EC2", LIGHT), series_colour("EC2", DARK)
    ('#1E3F75', '#4F72AD')
    """
    return palette.series[series_slot(service)]


def css_tokens() -> str:
    """Return the tokens as CSS custom properties that follow the page's ``color-scheme``.

    Examples
    --------
    >>> css_tokens().splitlines()[0]
    '--ink: light-dark(#1B2430, #E6EAF0);'
    """
    names = (*_CSS_NAMES, "low", "ok")
    lines = [f"--{n}: light-dark({getattr(LIGHT, n)}, {getattr(DARK, n)});" for n in names]
    lines.append(f"--on-accent: light-dark({LIGHT.on_accent}, {DARK.on_accent});")
    pairs = zip(LIGHT.series, DARK.series, strict=True)
    lines += [f"--series-{i}: light-dark({a}, {b});" for i, (a, b) in enumerate(pairs)]
    lines.append(f"--font-text: {FONT_TEXT};")
    lines.append(f"--font-code: {FONT_CODE};")
    return "\n".join(lines)
