"""What a template's expression comes to: a value, how it was written, and whom it reads."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dharma_core.blueprints.scalars import as_text
from dharma_core.plan import UNKNOWN, Ref
from dharma_core.plan.text_parts import merged_texts

__all__ = ["Encoded", "Made", "document", "joined", "mentions_in", "opaque", "text_of"]


@dataclass(frozen=True, slots=True)
class Made:
    """A value that the template does not write out.

    Parameters
    ----------
    parts : tuple of str and Ref
        Text and references in order, as in :class:`~dharma_core.plan.Expression`; empty when no
        Plan can say how it is made (``Fn::Cidr`` of something unknown).
    value : Any
        What it is known to be, UNKNOWN otherwise.
    mentions : tuple of Ref
        Everything it reads.
    secret : bool
        Whether it must not be shown.
    written : str
        The reference to a store as the template has it, where no Plan can say it otherwise: a
        document keeps it, as CloudFormation fills it in there too.
    """

    parts: tuple[str | Ref, ...] = ()
    value: Any = UNKNOWN
    mentions: tuple[Ref, ...] = ()
    secret: bool = False
    written: str = ""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A text that is to be written in base64."""

    text: Any


def opaque(*read: Any, secret: bool = False) -> Made:
    """Return a value nobody can tell yet, which reads what ``read`` reads."""
    found = tuple(dict.fromkeys(mentions_in(read)))
    return Made((), UNKNOWN, found, secret or any(m.secret for m in _made_in(read)))


def mentions_in(value: Any) -> Iterator[Ref]:
    """Yield every reference inside a value, in order."""
    for made in _made_in(value):
        yield from made.mentions


def _made_in(value: Any) -> Iterator[Made]:
    if isinstance(value, Made):
        yield value
    elif isinstance(value, Encoded):
        yield from _made_in(value.text)
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _made_in(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _made_in(inner)


def joined(pieces: Iterable[Any]) -> Any:
    """Return scalars and made values as one text.

    Examples
    --------
    >>> joined(["port-", 80])
    'port-80'
    >>> name = Made((Ref("var.name"),), "web", (Ref("var.name"),))
    >>> joined([name, "-x"]).value
    'web-x'
    """
    items = list(pieces)
    if any(item is UNKNOWN or isinstance(item, (Mapping, list, tuple, Encoded)) for item in items):
        return opaque(*items)
    made = [item for item in items if isinstance(item, Made)]
    if not made:
        return "".join(as_text(item) for item in items)
    if any(not item.parts for item in made):
        return opaque(*items)
    values = [item.value if isinstance(item, Made) else item for item in items]
    known = UNKNOWN not in values and not any(isinstance(v, (Mapping, tuple)) for v in values)
    return Made(
        tuple(merged_texts(_parts(items))),
        "".join(map(as_text, values)) if known else UNKNOWN,
        tuple(dict.fromkeys(ref for item in made for ref in item.mentions)),
        any(item.secret for item in made),
    )


def _parts(items: Iterable[Any]) -> Iterator[str | Ref]:
    for item in items:
        if isinstance(item, Made):
            yield from item.parts
        else:
            yield as_text(item)


def text_of(value: Any) -> Any:
    """Return a scalar as text, a made value as it is; UNKNOWN for what is no text."""
    if isinstance(value, Made):
        return value
    if value is UNKNOWN or isinstance(value, (Mapping, list, tuple, Encoded)):
        return opaque(value)
    return as_text(value)


def document(value: Any) -> Any:
    """Return an object as JSON text whose references stay references.

    Examples
    --------
    >>> arn = Made((Ref("aws_s3_bucket.b", "arn"),), mentions=(Ref("aws_s3_bucket.b", "arn"),))
    >>> document({"Resource": arn}).parts
    ('{"Resource":"', Ref(target='aws_s3_bucket.b', attribute='arn'), '"}')
    """
    return joined(_json(value))


def _json(value: Any) -> Iterator[Any]:
    if isinstance(value, Mapping):
        yield from _enclosed("{", _members(value), "}")
    elif isinstance(value, (list, tuple)):
        yield from _enclosed("[", (list(_json(inner)) for inner in value), "]")
    elif isinstance(value, Made):
        yield _quoted(value)
    elif value is UNKNOWN or isinstance(value, Encoded):
        yield opaque(value)
    else:
        yield json.dumps(value, ensure_ascii=False)


def _members(value: Mapping[str, Any]) -> Iterator[list[Any]]:
    for key, inner in value.items():
        yield [json.dumps(key, ensure_ascii=False) + ":", *_json(inner)]


def _enclosed(start: str, items: Iterable[list[Any]], end: str) -> Iterator[Any]:
    yield start
    for number, item in enumerate(items):
        if number:
            yield ","
        yield from item
    yield end


def _quoted(made: Made) -> Any:
    if not made.parts:
        return json.dumps(made.written, ensure_ascii=False) if made.written else made
    parts = [
        json.dumps(p, ensure_ascii=False)[1:-1] if isinstance(p, str) else p for p in made.parts
    ]
    value: Any = UNKNOWN
    if made.value is not UNKNOWN and not isinstance(made.value, (Mapping, tuple)):
        value = json.dumps(as_text(made.value), ensure_ascii=False)
    return Made(('"', *parts, '"'), value, made.mentions, made.secret)
