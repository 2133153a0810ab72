"""From what a file holds to a billing frame: the types of FOCUS, exact numbers, UTC, one spelling.

Every conversion is an expression: nothing is read before a frame is collected. What cannot be
converted becomes null here, and is found by `focus_checks` because the original was not.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from dharma_core.finops.focus import FocusColumn, FocusSpec, FocusType

if TYPE_CHECKING:
    import polars as pl

__all__ = [
    "billing_frame",
    "billing_schema",
    "exact_number",
    "json_object",
    "json_text",
    "own_name",
    "present",
    "said",
    "typed",
]

DIGITS, SCALE = 38, 15
_LARGEST = 10 ** (DIGITS - SCALE)
_NULL_WORDS = ("", "NULL", "null", "Null", "\\N")
# Other years stand for "none" (0001, 9999), and no calendar goes on from them.
_EARLIEST, _LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
_GROUP = 20
_ZERO_MOMENT = " 00:00:00"
_SECONDS = "%Y-%m-%d %H:%M:%S"


def billing_schema(spec: FocusSpec) -> Mapping[str, Any]:
    """Return the type of each of the 57 columns of a billing frame (decision 0060).

    Examples
    --------
    >>> from dharma_core.storage.billing_facts import load_focus
    >>> billing_schema(load_focus())["BilledCost"]
    Decimal(precision=38, scale=15)
    """
    import polars as pl

    types = {
        FocusType.DECIMAL: pl.Decimal(DIGITS, SCALE),
        FocusType.DATETIME: pl.Datetime("us", "UTC"),
    }
    return {c.name: types.get(c.type, pl.String()) for c in spec.columns.values()}


def billing_frame(
    raw: pl.LazyFrame,
    spec: FocusSpec,
    *,
    beside: Sequence[str] = (),
    sound: Collection[str] = (),
) -> pl.LazyFrame:
    """Return a billing frame of what a file holds in columns named as FOCUS names them.

    Columns that FOCUS does not know are kept as text, under ``x_`` and their name.

    Parameters
    ----------
    beside : sequence of str
        Columns that are kept as they are, under their own names.
    sound : collection of str
        Columns of JSON text that were checked before, and need no second look.

    Examples
    --------
    >>> import polars as pl
    >>> from dharma_core.storage.billing_facts import load_focus
    >>> raw = pl.LazyFrame({"BilledCost": ["0.10"], "Tags": [""], "Id": [7]})
    >>> billing_frame(raw, load_focus()).select("BilledCost", "Tags", "x_Id").collect().row(0)
    (Decimal('0.100000000000000'), None, '7')
    """
    import polars as pl

    held = raw.collect_schema()
    schema = billing_schema(spec)
    columns = [
        typed(spec.columns[name], held[name], sound=name in sound)
        if name in held
        else pl.lit(None, dtype=kind).alias(name)
        for name, kind in schema.items()
    ]
    taken = {*schema, *beside}
    own = [_text(name, held[name]).alias(own_name(name)) for name in held if name not in taken]
    return raw.select(*columns, *own, *beside)


def own_name(name: str) -> str:
    """Return what a column is called that FOCUS does not know."""
    return name if name.startswith("x_") else f"x_{name}"


def typed(column: FocusColumn, held: pl.DataType, *, sound: bool = False) -> pl.Expr:
    """Return a column as its type: null where the value is none of it."""
    if sound and column.type is FocusType.JSON and _is_text(held):
        return _text(column.name, held).alias(column.name)
    convert = {
        FocusType.DECIMAL: exact_number,
        FocusType.DATETIME: _moment,
        FocusType.JSON: _json_object,
        FocusType.CURRENCY: _text,
        FocusType.STRING: _text,
    }
    return convert[column.type](column.name, held).alias(column.name)


def _is_text(held: pl.DataType) -> bool:
    import polars as pl

    return held == pl.String


def present(name: str, held: pl.DataType) -> pl.Expr:
    """Return where a file says something at all: not null, and no word for it."""
    import polars as pl

    column = pl.col(name)
    if held == pl.String:
        return column.is_not_null() & column.is_in(_NULL_WORDS).not_()
    return column.is_not_null()


def said(column: pl.Expr, held: pl.DataType) -> pl.Expr:
    """Return what a file says as text, whatever its type."""
    import polars as pl

    if held.is_nested():
        return pl.struct(v=column).struct.json_encode()
    return column.cast(pl.String, strict=False)


def _text(name: str, held: pl.DataType) -> pl.Expr:
    import polars as pl

    column = pl.col(name)
    if held == pl.String:
        return pl.when(column.is_in(_NULL_WORDS).not_()).then(column)
    if held.is_nested():
        return pl.when(column.is_not_null()).then(_unwrapped(column))
    return column.cast(pl.String, strict=False)


def exact_number(name: str, held: pl.DataType) -> pl.Expr:
    """Return a number of any type as an exact one; null where it is none."""
    import polars as pl

    column, exact = pl.col(name), pl.Decimal(DIGITS, SCALE)
    if held == pl.String or held.is_integer():
        return column.cast(exact, strict=False)
    if held.is_float():  # through its shortest text: 0.1 is meant, not its nearest binary
        sound = pl.when(column.is_finite() & (column.abs() < _LARGEST)).then(column)
        return sound.cast(pl.String).cast(exact, strict=False)
    if held.is_decimal():
        return column.cast(exact, strict=False)
    return pl.lit(None, dtype=exact)


def _moment(name: str, held: pl.DataType) -> pl.Expr:
    import polars as pl

    column = pl.col(name)
    if isinstance(held, pl.Datetime):
        in_utc = column.dt.convert_time_zone if held.time_zone else column.dt.replace_time_zone
        moment = in_utc("UTC").dt.cast_time_unit("us")
    elif held == pl.Date:
        moment = column.cast(pl.Datetime("us")).dt.replace_time_zone("UTC")
    elif held == pl.String:
        moment = _parsed_moment(column)
    else:
        return pl.lit(None, dtype=pl.Datetime("us", "UTC"))
    return pl.when(moment.is_between(_EARLIEST, _LATEST)).then(moment)


def _parsed_moment(column: pl.Expr) -> pl.Expr:
    """Read ISO 8601 texts: a day, or a moment with or without fraction and offset; UTC if none."""
    import polars as pl

    day, rest = column.str.slice(0, 10), column.str.slice(19)
    time = column.str.slice(10, 9).str.replace("T", " ", literal=True)
    whole = pl.when(column.str.len_bytes() == 10).then(day + _ZERO_MOMENT).otherwise(day + time)
    moment = whole.str.to_datetime(_SECONDS, strict=False, time_unit="us")
    offset = rest.str.extract_groups(r"^(?:\.\d{1,9})?(?: ?(?:Z|UTC)|([+-])(\d\d):?(\d\d)?)?$")
    hours = offset.struct.field("2").cast(pl.Int64, strict=False).fill_null(0)
    minutes = offset.struct.field("3").cast(pl.Int64, strict=False).fill_null(0)
    sign = pl.when(offset.struct.field("1") == "-").then(-1).otherwise(1)
    shift = pl.duration(minutes=sign * (hours * 60 + minutes))
    plain = (rest == "") | (rest == "Z")
    known = plain | rest.str.contains(r"^(?:\.\d{1,9})?(?: ?(?:Z|UTC)|[+-]\d\d(?::?\d\d)?)?$")
    shifted = pl.when(plain).then(moment).when(known).then(moment - shift)
    return shifted.dt.replace_time_zone("UTC")


def _json_object(name: str, held: pl.DataType) -> pl.Expr:
    import polars as pl

    return json_text(pl.col(name), held)


def json_text(column: pl.Expr, held: pl.DataType) -> pl.Expr:
    """Return a text, a map or a struct as the text of one JSON object; null where it is none."""
    import polars as pl

    if held == pl.String:
        is_object = column.str.json_path_match("$").str.starts_with("{")
        return pl.when(is_object).then(column)
    if isinstance(held, pl.List) and isinstance(held.inner, pl.Struct):
        return _pairs(column, [field.name for field in held.inner.fields])
    if isinstance(held, pl.Struct):
        return _fields(column, [field.name for field in held.fields])
    return pl.lit(None, dtype=pl.String)


def _pairs(column: pl.Expr, names: list[str]) -> pl.Expr:
    """Return a Parquet map, a list of keys and values, as the text of an object."""
    import polars as pl

    if len(names) < 2:
        return pl.lit(None, dtype=pl.String)
    entry = pl.element().struct
    key, value = (entry.field(name).cast(pl.String) for name in names[:2])
    inside = column.list.eval(_unwrapped(key) + ": " + _unwrapped(value))
    return pl.lit("{") + inside.list.join(", ") + "}"


def _fields(column: pl.Expr, names: list[str]) -> pl.Expr:
    """Return a struct, one field a tag, as the text of an object without what is null."""
    import polars as pl

    values = {name: column.struct.field(name).cast(pl.String) for name in names}
    return pl.when(column.is_not_null()).then(json_object(values))


def json_object(values: Mapping[str, pl.Expr]) -> pl.Expr:
    """Return texts as the text of one JSON object; a key whose value is null is left out.

    They are joined in groups: one question to hundreds of columns takes minutes.
    """
    import polars as pl

    if not values:
        return pl.lit("{}")
    parts = [
        pl.when(value.is_not_null()).then(pl.lit(f"{json.dumps(key)}: ") + _unwrapped(value))
        for key, value in values.items()
    ]
    groups = []
    for first in range(0, len(parts), _GROUP):
        group = pl.concat_str(parts[first : first + _GROUP], separator=", ", ignore_nulls=True)
        groups.append(pl.when(group != "").then(group))
    return pl.lit("{") + pl.concat_str(groups, separator=", ", ignore_nulls=True) + "}"


def _unwrapped(value: pl.Expr) -> pl.Expr:
    """Return any value as JSON text, with Polars' own escaping."""
    import polars as pl

    wrapped = pl.struct(v=value).struct.json_encode()  # {"v":...}
    return wrapped.str.slice(5).str.head(-1)
