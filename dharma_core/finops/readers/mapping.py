"""A provider's export as FOCUS by a table: which column feeds which, and which word means which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from dharma_core.errors import FactError

if TYPE_CHECKING:
    import polars as pl

__all__ = ["ExportMapping", "Source", "apply_mapping", "flattened", "parse_mapping", "plain_name"]

_OLDER_TAGS = "resourceTags/"
_KEYS = {"from", "words", "services", "otherwise"}


@dataclass(frozen=True, slots=True)
class Source:
    """Where one column of FOCUS comes from.

    Parameters
    ----------
    columns : tuple of str
        The first of these that says something; those that a file lacks are passed over.
    words : mapping or None
        What each word of the provider is called in FOCUS.
    otherwise : str or None
        For a word that is not in the table.
    keeps : bool
        Whether such a word stays as it is: the check of allowed words finds it then.
    """

    columns: tuple[str, ...]
    words: Mapping[str, str] | None = None
    otherwise: str | None = None
    keeps: bool = True


@dataclass(frozen=True, slots=True)
class ExportMapping:
    """One export of one provider.

    Parameters
    ----------
    name : str
        The file's stem: ``aws-cur``.
    title : str
    marks : tuple of tuple of str
        Columns by which the export is known: one name of each.
    constants : mapping
        Columns of FOCUS that are the same in every row.
    columns : mapping
    """

    name: str
    title: str
    marks: tuple[tuple[str, ...], ...]
    constants: Mapping[str, str]
    columns: Mapping[str, Source]

    def fits(self, names: Iterable[str]) -> bool:
        """Return whether a file with these columns is such an export."""
        return not self.lacks(names)

    def lacks(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return the marks that a file with these columns does not have."""
        held = set(names)
        return tuple(" or ".join(mark) for mark in self.marks if held.isdisjoint(mark))

    def knows(self, names: Iterable[str]) -> int:
        """Return how many of a file's columns are such an export's."""
        own = {name for source in self.columns.values() for name in source.columns}
        return len(own & set(names))


def plain_name(name: str) -> str:
    """Return a column's name in the spelling of the mappings.

    Examples
    --------
    >>> plain_name("lineItem/UnblendedCost"), plain_name("service.description")
    ('line_item_unblended_cost', 'service_description')
    >>> plain_name("resourceTags/user:CostCenter")  # the key of a tag stays as it is
    'resource_tags_user:CostCenter'
    """
    if name.startswith(_OLDER_TAGS):
        return f"resource_tags_{name.removeprefix(_OLDER_TAGS)}"
    if "/" in name:
        return "".join(
            f"_{c.lower()}" if c.isupper() else c for c in name.replace("/", "_")
        ).replace("__", "_")
    return "".join(c if c.isalnum() else "_" for c in name.strip().lower())


def flattened(raw: pl.LazyFrame) -> pl.LazyFrame:
    """Return a frame without structs, each field a column, and every name spelled plainly.

    Examples
    --------
    >>> import polars as pl
    >>> flattened(pl.LazyFrame({"Service": [{"id": "6F", "description": "Run"}]})).collect().row(0)
    ('6F', 'Run')
    """
    import polars as pl

    found: dict[str, pl.Expr] = {}
    waiting = [(name, pl.col(name), kind) for name, kind in raw.collect_schema().items()]
    while waiting:
        name, column, kind = waiting.pop(0)
        if isinstance(kind, pl.Struct):
            inner = [
                (f"{name}_{field.name}", column.struct.field(field.name), field.dtype)
                for field in kind.fields
            ]
            waiting = [*((n, c, cast("pl.DataType", t)) for n, c, t in inner), *waiting]
        else:
            found.setdefault(plain_name(name), column)
    return raw.select(column.alias(name) for name, column in found.items())


def apply_mapping(
    raw: pl.LazyFrame, mapping: ExportMapping, computed: Mapping[str, pl.Expr]
) -> pl.LazyFrame:
    """Return a frame with columns of FOCUS; what the export does not say is left out.

    Parameters
    ----------
    computed : mapping
        What a table cannot say, such as a cost that depends on the kind of line.
    """
    import polars as pl

    held = raw.collect_schema()
    constants = {name: pl.lit(value) for name, value in mapping.constants.items()}
    mapped = {name: _from(s, held) for name, s in mapping.columns.items() if _any(s, held)}
    found = {**constants, **mapped, **computed}
    return raw.select(expr.alias(name) for name, expr in found.items())


def _any(source: Source, held: Mapping[str, Any]) -> bool:
    return any(name in held for name in source.columns)


def _from(source: Source, held: Mapping[str, pl.DataType]) -> pl.Expr:
    import polars as pl

    names = [name for name in source.columns if name in held]
    if len(names) == 1 and source.words is None:
        return pl.col(names[0])
    texts = [_worded(pl.col(name), held[name]) for name in names]
    value = pl.coalesce(texts)
    if source.words is None:
        return value
    words = dict(source.words)
    other = value if source.keeps else pl.lit(source.otherwise, dtype=pl.String)
    return value.replace_strict(list(words), list(words.values()), default=other)


def _worded(column: pl.Expr, held: pl.DataType) -> pl.Expr:
    import polars as pl

    text = column if held == pl.String else column.cast(pl.String, strict=False)
    return pl.when(text != "").then(text)


def parse_mapping(
    name: str, raw: Mapping[str, Any], services: Sequence[Mapping[str, str]]
) -> ExportMapping:
    """Return a mapping from a file of ``data/focus/mappings``.

    Raises
    ------
    FactError
        If an entry has an unknown key.
    """
    columns = {
        column: _source(entry, services, f"focus/mappings/{name}.yaml, {column}")
        for column, entry in raw["columns"].items()
    }
    marks = tuple(tuple(mark.split("|")) for mark in raw["marks"])
    return ExportMapping(name, raw["title"], marks, raw["constants"], columns)


def _source(entry: Mapping[str, Any], services: Sequence[Mapping[str, str]], where: str) -> Source:
    unknown = set(entry) - _KEYS
    if unknown or "from" not in entry:
        raise FactError(f"{where}: {', '.join(sorted(unknown)) or 'from'} is not right here.")
    words = entry.get("words")
    if "services" in entry:
        provider = entry["services"]
        words = {r["service"]: r["category"] for r in services if r["provider"] == provider}
    return Source(tuple(entry["from"]), words, entry.get("otherwise"), "otherwise" not in entry)
