"""A notebook as a page: what is shown, and that nothing of it is loaded or runs but our charts."""

import base64
import json
import re
from datetime import UTC, datetime
from hashlib import sha256
from html import unescape

import pytest

from dharma_core.views.notebook_markup import inert_html, markdown_html
from dharma_core.views.notebook_page import notebook_page

AT = datetime(2026, 3, 2, 8, tzinfo=UTC)
FIGURE = {"data": [{"type": "bar", "y": [1], "name": "</script><b>"}], "layout": {"height": 200}}


def shown(*cells, **options):
    document = {"cells": list(cells)}
    return notebook_page(document, name="a.ipynb", made=AT, parameters={"DAYS": "<3>"}, **options)


def code(source, *outputs):
    return {"cell_type": "code", "source": [source], "outputs": list(outputs)}


def stream(text, name="stdout"):
    return {"output_type": "stream", "name": name, "text": [text]}


def data(**kinds):
    return {"output_type": "display_data", "data": kinds}


PLOT = {"output_type": "display_data", "data": {"application/vnd.plotly.v1+json": FIGURE}}


def test_code_and_what_it_wrote_to_stderr_are_shown_when_asked_for():
    cell = code("secret = 1 < 2", stream("it cost $5"), stream("a warning", "stderr"))
    plain, full = shown(cell), shown(cell, code=True)
    assert "it cost $5" in plain
    assert "secret" not in plain
    assert "a warning" not in plain
    assert "secret = 1 &lt; 2" in full
    assert "a warning" in full


def test_a_page_without_charts_runs_no_script():
    page = shown({"cell_type": "markdown", "source": "# The *cost*"}, code("x", stream("1")))
    assert "<title>The *cost*</title>" in page
    assert "DAYS = &lt;3&gt;" in page
    assert "script-src 'none'" in unescape(page)
    assert "<script" not in page


def test_charts_bring_plotly_once_and_only_those_two_scripts_may_run():
    page = shown(code("x", PLOT, PLOT))
    assert page.count('<div class="chart"') == 2
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert len(scripts) == 2
    policy = unescape(page.partition("<style>")[0])
    for script in scripts:
        digest = base64.b64encode(sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    (first, _) = re.findall(r'<script type="application/json">(.*?)</script>', page)
    assert json.loads(first) == FIGURE | {"config": {}}


def test_outputs_are_words_pictures_or_html():
    page = shown(
        code("x", data(**{"image/png": "aGk=", "text/plain": "<Figure>"})),
        code("x", data(**{"text/html": "<b>bold</b>", "text/plain": "no"})),
        code("x", data(**{"text/plain": "(1, <2>)"})),
    )
    assert 'src="data:image/png;base64,aGk="' in page
    assert "<b>bold</b>" in page
    assert "<pre>(1, &lt;2&gt;)</pre>" in page
    assert "Figure" not in page


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ('<script src="https://x/y.js">a<b></script>c', "c"),
        ('<link rel="stylesheet" href="https://x/y.css">c', "c"),
        ('<img src="https://x/y.png">', "<img>"),
        ('<img src="data:image/png;base64,aGk=">', '<img src="data:image/png;base64,aGk=">'),
        ('<img srcset="//x/y.png" onerror="z()">', "<img>"),
        ('<iframe srcdoc="<b>a</b>">b</iframe>', ""),
        ('<a href="https://x">a</a><a href="javascript:z()">b</a>', '<a href="https://x">a</a><a>b</a>'),
        ('<svg><use xlink:href="https://x#a"/></svg>', "<svg><use></svg>"),
        ('<svg><image href="https://x/y.png"/></svg>', "<svg><image></svg>"),
        ("<style>@import 'https://x';</style>", "<style></style>"),
        ('<p style="background: url(https://x)">a</p>', "<p>a</p>"),
        ("<style>b > i { color: red }</style>", "<style>b > i { color: red }</style>"),
        ("a &lt;b&gt; &#60;c", "a &lt;b&gt; &#60;c"),
        ('<b title="&lt;&quot;">a</b>', '<b title="&lt;&#34;">a</b>'),
    ],
)  # fmt: skip
def test_html_of_a_cell_loads_nothing_and_runs_nothing(given, kept):
    assert str(inert_html(given)) == kept


def test_markdown_shows_html_as_text_and_no_pictures():
    made = markdown_html(
        "![p](https://x/y.png) <script>a</script>\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    )
    assert "<img" not in made
    assert "<script" not in made
    assert "<td>2</td>" in made
