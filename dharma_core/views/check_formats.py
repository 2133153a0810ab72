"""Every form in which a check leaves Dharma as a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dharma_core.json_text import indented_json
from dharma_core.registry import Registry
from dharma_core.views.check_markdown import check_markdown
from dharma_core.views.checked import Checked
from dharma_core.views.conftest_json import conftest
from dharma_core.views.gitlab import code_quality, sast
from dharma_core.views.junit import junit
from dharma_core.views.sarif import sarif

__all__ = ["CHECK_FORMATS", "CheckForm"]


@dataclass(frozen=True, slots=True)
class CheckForm:
    """One form of a check.

    Parameters
    ----------
    suffix, mime : str
        Of a file that holds it.
    title : str
        For people.
    """

    suffix: str
    mime: str
    title: str
    write: Callable[[Checked], str]


def _check_formats() -> Registry[CheckForm]:
    json = "application/json"
    forms = Registry[CheckForm]("check format")
    forms.add("json", CheckForm("json", json, "JSON", lambda c: _dumped(c.as_dict())))
    forms.add("sarif", CheckForm("sarif", json, "SARIF", lambda c: _dumped(sarif(c))))
    forms.add("junit", CheckForm("junit.xml", "application/xml", "JUnit", junit))
    forms.add(
        "gitlab",
        CheckForm("gl-code-quality.json", json, "GitLab", lambda c: _dumped(code_quality(c))),
    )
    forms.add(
        "gitlab-sast",
        CheckForm("gl-sast.json", json, "GitLab SAST", lambda c: _dumped(sast(c))),
    )
    forms.add("markdown", CheckForm("md", "text/markdown", "Markdown", check_markdown))
    forms.add(
        "conftest",
        CheckForm("conftest.json", json, "Conftest", lambda c: _dumped(conftest(c))),
    )
    return forms


def _dumped(document: object) -> str:
    return indented_json(document) + "\n"


CHECK_FORMATS = _check_formats()
