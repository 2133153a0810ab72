"""Tags as dimensions: the JSON of each distinct text is read once, not once a row."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from dharma_core.errors import InputError

__all__ = ["Dimension", "Tag", "name_of", "tags_of", "with_tags"]


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag to group by; charges without it are grouped under null.

    Examples
    --------
    >>> Tag("CostCenter").name
    'tag:CostCenter'
    """

    key: str

    @property
    def name(self) -> str:
        """The name of its column in a result."""
        return f"tag:{self.key}"


Dimension = str | Tag
"""A column of FOCUS, or a tag."""


def name_of(dimension: Dimension) -> str:
    """Return the name of a dimension's column in a result."""
    return dimension.name if isinstance(dimension, Tag) else dimension


def with_tags(frame: pl.DataFrame, tags: Sequence[Tag]) -> pl.DataFrame:
    """Return a frame with a column a tag in place of ``Tags``.

    Raises
    ------
    InputError
        If a text is not one JSON object.

    Examples
    --------
    >>> frame = pl.DataFrame({"Tags": ['{"Owner":"web"}', None]})
    >>> with_tags(frame, [Tag("Owner")])["tag:Owner"].to_list()
    ['web', None]
    """
    texts = frame["Tags"].unique().drop_nulls()
    read = [_read(text) for text in texts]
    values = {tag.name: [_text(found.get(tag.key)) for found in read] for tag in tags}
    table = pl.DataFrame(
        {"Tags": texts, **values}, schema={"Tags": pl.String, **dict.fromkeys(values, pl.String)}
    )
    return frame.join(table, on="Tags", how="left", maintain_order="left").drop("Tags")


def tags_of(texts: pl.Series) -> dict[str, dict[str, str]]:
    """Return the tags that have a value, by their text; each distinct text is read once.

    Raises
    ------
    InputError
        If a text is not one JSON object.

    Examples
    --------
    >>> tags_of(pl.Series(['{"Owner":"web","Empty":""}', None]))
    {'{"Owner":"web","Empty":""}': {'Owner': 'web'}}
    """
    read = {text: _read(text) for text in texts.unique().drop_nulls()}
    return {
        text: {key: value for key, held in tags.items() if (value := _text(held)) is not None}
        for text, tags in read.items()
    }


def _read(text: str) -> dict[str, object]:
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise InputError(
            f"The tags {text[:80]!r} are not a JSON object.",
            next_step="Import the bill again; its reader writes tags as JSON objects.",
        )
    return found


def _text(value: object) -> str | None:
    if value is None or value == "":
        return None
    return value if isinstance(value, str) else json.dumps(value)
