from __future__ import annotations

import itertools
import tomllib
from pathlib import Path

import pytest

from dharma_core.views.theme import DARK, LIGHT, Palette, series_colour, series_slot

TEXT_TOKENS = ("ink", "muted", "accent", "critical", "high", "medium", "low", "ok")
CONFIG_TOKENS = {
    "primaryColor": "accent",
    "linkColor": "accent",
    "backgroundColor": "surface",
    "secondaryBackgroundColor": "raised",
    "textColor": "ink",
    "borderColor": "line",
    "redColor": "critical",
    "orangeColor": "high",
    "yellowColor": "medium",
    "blueColor": "low",
    "greenColor": "ok",
    "grayColor": "muted",
}
# Machado 2009, severity 1, on linear RGB.
VISION = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.01182, 0.04294, 0.968881),
    ),
    "grey": ((0.2126, 0.7152, 0.0722),) * 3,
}


def _linear(colour: str) -> tuple[float, ...]:
    shades = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return tuple(s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shades)


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _lab(rgb: tuple[float, ...]) -> tuple[float, float, float]:
    rows = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    xyz = [sum(a * max(0, b) for a, b in zip(row, rgb, strict=True)) for row in rows]
    x, y, z = (
        v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116
        for v in (xyz[0] / 0.9505, xyz[1], xyz[2] / 1.089)
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _seen(colour: str, vision: str) -> tuple[float, float, float]:
    rgb = _linear(colour)
    return _lab(tuple(sum(a * b for a, b in zip(row, rgb, strict=True)) for row in VISION[vision]))


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("token", TEXT_TOKENS)
def test_every_text_colour_reads_on_page_and_raised_ground(palette: Palette, token: str) -> None:
    colour = getattr(palette, token)
    assert _contrast(colour, palette.surface) >= 4.5
    assert _contrast(colour, palette.raised) >= 4.5


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_text_on_the_accent_reads(palette: Palette) -> None:
    assert _contrast(palette.on_accent, palette.accent) >= 4.5


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("vision", "apart"), [("usual", 12), ("protan", 12), ("deutan", 12), ("grey", 5)]
)
def test_series_colours_are_told_apart(palette: Palette, vision: str, apart: float) -> None:
    seen = [_seen(colour, vision) for colour in palette.series]
    nearest = min(
        sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5
        for one, other in itertools.combinations(seen, 2)
    )
    assert nearest >= apart


def test_a_service_keeps_its_place_in_both_modes() -> None:
    slot = series_slot("RDS")
    assert series_colour("RDS", LIGHT) == LIGHT.series[slot]
    assert series_colour("RDS", DARK) == DARK.series[slot]


@pytest.mark.parametrize(("section", "palette"), [("light", LIGHT), ("dark", DARK)])
def test_the_dashboards_settings_repeat_the_tokens(
    section: str, palette: Palette, repository: Path
) -> None:
    config = tomllib.loads((repository / ".streamlit/config.toml").read_text("utf-8"))
    theme = config["theme"][section]
    assert {key: theme[key] for key in CONFIG_TOKENS} == {
        key: getattr(palette, token) for key, token in CONFIG_TOKENS.items()
    }
    assert tuple(theme["chartCategoricalColors"]) == palette.series
    assert "secondaryBackgroundColor" in theme["sidebar"]


def test_the_dashboards_settings_keep_it_private(repository: Path) -> None:
    config = tomllib.loads((repository / ".streamlit/config.toml").read_text("utf-8"))
    assert config["browser"]["gatherUsageStats"] is False
    assert config["server"]["address"] == "127.0.0.1"
    assert config["server"]["allowedHosts"]
    assert config["client"]["toolbarMode"] == "minimal"
    assert config["client"]["showErrorDetails"] == "type"
    review_font = repository / "dharma_core/views/fonts/commissioner.woff2"
    served_font = repository / "app/static/fonts/commissioner.woff2"
    assert review_font.read_bytes() == served_font.read_bytes()
    for face in config["theme"]["fontFaces"]:
        assert (repository / face["url"]).is_file()
