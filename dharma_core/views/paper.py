"""What every self-contained page shares: its template engine, its font, its style."""

from __future__ import annotations

import base64
from importlib import resources
from typing import TYPE_CHECKING

from dharma_core.views.markup import stylesheet

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["environment", "page_style"]


def environment() -> Environment:
    """Return a template engine that escapes every value and refuses names it does not know."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("dharma_core.views", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page_style() -> str:
    """Return the style with the text font inside, so that a page looks the same everywhere."""
    font = resources.files("dharma_core.views").joinpath("fonts/commissioner.woff2").read_bytes()
    data = base64.b64encode(font).decode("ascii")
    face = (
        "@font-face { font-family: Commissioner; font-weight: 100 900; "
        f"src: url(data:font/woff2;base64,{data}) format('woff2'); }}"
    )
    return f"{face}\n{stylesheet()}"
