"""What a cell put out, as HTML that loads nothing and runs nothing."""

from __future__ import annotations

from html.parser import HTMLParser

from markupsafe import Markup, escape

__all__ = ["inert_html", "markdown_html"]

_DROPPED = frozenset({"script", "iframe", "object", "embed", "noscript", "template"})
_VOID_DROPPED = frozenset({"link", "meta", "base"})
_LOADING = frozenset(
    {"src", "srcset", "poster", "background", "data", "action", "formaction", "ping"}
)
_SAFE_LINKS = ("#", "https://", "http://", "mailto:")


def markdown_html(text: str) -> Markup:
    r"""Return Markdown as HTML; HTML in it is shown as text and pictures are left out.

    Examples
    --------
    >>> str(markdown_html("A *b* <i>"))
    '<p>A <em>b</em> &lt;i&gt;</p>\n'
    """
    from markdown_it import MarkdownIt

    rules = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    return Markup(rules.render(text))  # noqa: S704 - the renderer escapes what it is given


def inert_html(text: str) -> Markup:
    """Return HTML without scripts, handlers of events and whatever would be loaded from outside.

    Examples
    --------
    >>> str(inert_html('<b onclick="x()">a</b><script src="http://x"></script><img src="//x/y">'))
    '<b>a</b><img>'
    """
    parser = _Inert()
    parser.feed(text)
    parser.close()
    return Markup("".join(parser.kept))  # noqa: S704 - every tag of it was looked at


class _Inert(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.kept: list[str] = []
        self._inside = 0  # of elements that are dropped with what they hold
        self._style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside += tag in _DROPPED
        self._style = tag == "style"
        if not self._inside and tag not in _VOID_DROPPED:
            kept = "".join(
                f' {escape(name)}="{escape(value or "")}"'
                for name, value in attrs
                if _stays(tag, name, value or "")
            )
            self.kept.append(f"<{tag}{kept}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _DROPPED:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in _DROPPED:
            self._inside = max(self._inside - 1, 0)
        elif not self._inside and tag not in _VOID_DROPPED:
            self.kept.append(f"</{tag}>")
        self._style = False

    def handle_data(self, data: str) -> None:
        if not self._inside and not (self._style and _loads(data)):
            self.kept.append(data if self._style else data.replace("<", "&lt;"))

    def handle_entityref(self, name: str) -> None:
        self._reference(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._reference(f"&#{name};")

    def _reference(self, text: str) -> None:
        if not self._inside:
            self.kept.append(text)


def _stays(tag: str, name: str, value: str) -> bool:
    plain = value.strip().lower()
    if name.startswith("on") or name == "srcdoc":
        return False
    if name in _LOADING:
        return plain.startswith("data:image/")
    if name.endswith("href"):
        return plain.startswith(_SAFE_LINKS if tag == "a" and name == "href" else "#")
    return not (name == "style" and _loads(plain))


def _loads(style: str) -> bool:
    lowered = style.lower()
    return "@import" in lowered or ("url(" in lowered and "url(data:" not in lowered)
