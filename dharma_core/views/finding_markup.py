"""A finding with its lines as escaped HTML, for pages, notebooks and files."""

from __future__ import annotations

from markupsafe import Markup

from dharma_core.policies.excerpts import Excerpt
from dharma_core.views.checked import Told
from dharma_core.views.markup import badge

__all__ = ["excerpt_html", "finding_html"]


def excerpt_html(excerpt: Excerpt) -> Markup:
    """Return lines of a source with their numbers, the marked one told apart.

    Examples
    --------
    >>> print(excerpt_html(Excerpt("main.tf", 7, ('acl = "<b>"',), 7)))
    <pre class="dh-lines" tabindex="0"><b>   7  acl = &#34;&lt;b&gt;&#34;</b></pre>
    """
    shown = []
    for number, line in enumerate(excerpt.lines, excerpt.first):
        form = Markup("<b>{:>4}  {}</b>") if number == excerpt.marked else Markup("{:>4}  {}")
        shown.append(form.format(number, line))
    return Markup('<pre class="dh-lines" tabindex="0">{}</pre>').format(Markup("\n").join(shown))


def finding_html(told: Told) -> Markup:
    """Return one finding: where, what is wrong, its lines, what to do, who else asks for it."""
    finding = told.finding
    standing = badge(told.standing, "muted") if told.standing != "open" else Markup("")
    where = Markup('<code class="dh-mono">{}</code>').format(finding.address or "a policy")
    place = Markup("")
    if finding.position:
        place = Markup(' · <code class="dh-mono dh-muted">{}</code>').format(finding.position)
    parts = [
        Markup("<p>{} {} {}{}</p>").format(
            badge(finding.severity.value, finding.severity.value), standing, where, place
        ),
        Markup("<p>{} <span class='dh-muted'>{}</span></p>").format(told.words, finding.rule_id),
    ]
    if told.excerpt:
        parts.append(excerpt_html(told.excerpt))
    if told.rests:
        parts.append(Markup("<p>{}</p>").format(told.rests))
    elif finding.remediation:
        parts.append(Markup("<p>What to do: {}</p>").format(finding.remediation))
    parts.append(_asked_for(told))
    if told.reference:
        words = Markup('<p class="dh-muted dh-small">Cite it as <code>{}</code></p>')
        parts.append(words.format(told.reference))
    return Markup('<div class="dh-finding">{}</div>').format(Markup("").join(parts))


def _asked_for(told: Told) -> Markup:
    frameworks = told.rule.frameworks if told.rule else {}
    said = [f"{name} {', '.join(ids)}" for name, ids in sorted(frameworks.items())]
    if told.finding.twins:
        said.append(f"also {', '.join(told.finding.twins)}")
    if not said:
        return Markup("")
    return Markup('<p class="dh-muted dh-small">{}</p>').format(" · ".join(said))
