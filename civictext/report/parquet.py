"""Parquet: the tables with types, for pandas, R and DuckDB. Nested values stay nested."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from civictext.report.files import write_aside

_INT, _FLOAT, _STR = pa.int64(), pa.float64(), pa.string()
_STRINGS = pa.list_(_STR)


def _struct(strings: str, ints: str = "", floats: str = "", **more: pa.DataType) -> pa.DataType:
    fields = (
        dict.fromkeys(strings.split(), _STR) | dict.fromkeys(ints.split(), _INT) | dict.fromkeys(floats.split(), _FLOAT)
    )
    return pa.list_(pa.struct(list((fields | more).items())))


#: types that inference cannot know from an empty column or list; every other listed column is a string
_TYPES: dict[str, pa.DataType] = {
    **dict.fromkeys(("ordinal", "n_recommendations", "n", "start", "end", "page", "cluster", "size"), _INT),
    **dict.fromkeys(("n_documents", "n_regions"), _INT),
    **dict.fromkeys(("specificity", "cohesion"), _FLOAT),
    **dict.fromkeys(("also", "warnings", "programs", "places", "regions", "keywords"), _STRINGS),
    "years": pa.list_(_INT),
    "spans": pa.list_(pa.list_(_INT)),
    "actors": _struct("text lemma canonical category role", "start end", "", source=_STR, score=_FLOAT),
    "actions": _struct(
        "predicate type object object_lemma strength",
        "start end object_start object_end",
        source=_STR,
        score=_FLOAT,
        cluster=_INT,
    ),
    "themes": _struct("id", "", "score", source=_STR, evidence=_struct("text", "start end")),
}


def write_parquet(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], path: Path) -> Path:
    """Write rows with the types of the output schema.

    Parameters
    ----------
    rows : sequence of mappings
    columns : sequence of str
        Columns of the table, also where there is no row. Those that the schema does not list keep the type that their
        values show; values of several types are written as JSON text.
    path : Path
    """
    arrays = [_array(name, [row.get(name) for row in rows]) for name in columns]
    table = pa.table(dict(zip(columns, arrays, strict=True)))
    return write_aside(path, lambda aside: pq.write_table(table, aside, compression="zstd"))


def read_parquet(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a Parquet file.

    Raises
    ------
    ValueError
        If the file is no Parquet.
    """
    try:
        return pq.read_table(path).to_pylist()
    except pa.ArrowException as error:
        raise ValueError(f"{path.name}: not a Parquet file ({error}); write the tables again") from None


def _array(name: str, values: list[Any]) -> pa.Array:
    kind = _TYPES.get(name)
    known = _keys(kind)
    foreign = known and any(set(entry) - known for value in values for entry in value or ())
    try:
        return pa.array(values, type=None if foreign else kind or _plain_type(values))
    except (pa.ArrowException, UnicodeEncodeError):
        return pa.array([None if v is None else json.dumps(v, ensure_ascii=True) for v in values], type=_STR)


def _keys(kind: pa.DataType | None) -> set[str]:
    """Return the keys of a list of structs, so that a key it does not know is kept rather than dropped."""
    if kind is not None and pa.types.is_list(kind) and pa.types.is_struct(kind.value_type):
        return {kind.value_type.field(i).name for i in range(kind.value_type.num_fields)}
    return set()


def _plain_type(values: list[Any]) -> pa.DataType | None:
    return _STR if all(v is None or isinstance(v, str) for v in values) else None
