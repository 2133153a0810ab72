"""An executed notebook as one HTML file: its words, its tables, charts that work without a net."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from markupsafe import Markup

from dharma_core.views.notebook_markup import inert_html, markdown_html
from dharma_core.views.paper import environment, page_style

__all__ = ["notebook_page", "notebook_title"]

_PLOTLY = "application/vnd.plotly.v1+json"
_PICTURES = ("image/png", "image/jpeg")
_DRAW = """
for (const place of document.querySelectorAll(".chart")) {
  const made = JSON.parse(place.querySelector("script").textContent);
  Plotly.newPlot(place, made.data, made.layout, {...made.config, responsive: true});
}
"""


def notebook_page(
    document: Mapping[str, Any],
    *,
    name: str,
    made: datetime,
    parameters: Mapping[str, Any],
    code: bool = False,
) -> str:
    """Return an executed notebook as a page that asks for nothing outside itself.

    Parameters
    ----------
    document : mapping
        A notebook of format 4 with its outputs.
    name : str
        What it is called where it lies.
    parameters : mapping
        What it was told.
    code : bool
        Show the code and what it wrote to stderr.
    """
    pieces = [*_pieces(document, code=code)]
    drawn = any('class="chart"' in piece for piece in pieces)
    scripts = [_plotly(), _DRAW] if drawn else []
    allowed = " ".join(f"'sha256-{_digest(script)}'" for script in scripts) or "'none'"
    return environment().get_template("notebook.html.j2").render(
        title=notebook_title(document, name), name=name, made=f"{made:%d %b %Y, %H:%M} UTC",
        parameters=parameters, css=Markup(page_style()), pieces=pieces,  # noqa: S704 - our own file
        scripts=[Markup(script) for script in scripts], allowed=allowed,  # noqa: S704 - likewise
    )  # fmt: skip


def notebook_title(document: Mapping[str, Any], name: str) -> str:
    """Return the first heading of a notebook, or its name."""
    for cell in document["cells"]:
        for line in _text(cell["source"]).splitlines():
            if cell["cell_type"] == "markdown" and line.startswith("# "):
                return line.removeprefix("# ").strip()
    return name


def _pieces(document: Mapping[str, Any], *, code: bool) -> Iterator[Markup]:
    for cell in document["cells"]:
        source = _text(cell["source"])
        if cell["cell_type"] == "markdown":
            yield markdown_html(source)
        elif cell["cell_type"] == "code":
            if code:
                yield Markup('<pre class="code">{}</pre>').format(source)
            for output in cell.get("outputs", ()):
                yield _output(output, code=code)


def _output(output: Mapping[str, Any], *, code: bool) -> Markup:
    if output["output_type"] == "stream":
        said = _text(output["text"]).strip()
        shown = said and (code or output["name"] == "stdout")
        return Markup('<p class="said">{}</p>').format(said) if shown else Markup("")
    data = output.get("data", {})
    if _PLOTLY in data:
        return _chart(data[_PLOTLY])
    for kind in _PICTURES:
        if kind in data:
            return Markup('<img alt="" src="data:{};base64,{}">').format(kind, _text(data[kind]))
    if "text/html" in data:
        return inert_html(_text(data["text/html"]))
    plain = _text(data.get("text/plain", ""))
    return Markup("<pre>{}</pre>").format(plain) if plain else Markup("")


def _chart(figure: Mapping[str, Any]) -> Markup:
    """Return the place of a chart with its data inside; ``<`` cannot end it."""
    kept = {key: figure.get(key, {}) for key in ("data", "layout", "config")}
    text = json.dumps(kept, ensure_ascii=False).replace("<", "\\u003c").replace("&", "\\u0026")
    height = int(kept["layout"].get("height") or 320)
    data = Markup('<script type="application/json">{}</script>').format(
        Markup(text)  # noqa: S704 - JSON without < and &
    )
    return Markup('<div class="chart" style="min-height: {}px">{}</div>').format(height, data)


def _plotly() -> str:
    from plotly.offline import get_plotlyjs

    text: str = get_plotlyjs()
    return text


def _digest(script: str) -> str:
    return b64encode(sha256(script.encode()).digest()).decode("ascii")


def _text(source: Any) -> str:
    return source if isinstance(source, str) else "".join(source)
