"""Posts in a table: CSV, JSON lines or Parquet, with a map from the study's names to the file's columns."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from naysay.data.forums._lines import LONGEST_LINE, json_records, lines
from naysay.data.forums.base import Forum, Post, Record, RefusedError, checked_id, checked_text
from naysay.data.instants import instant
from naysay.study.errors import DataError
from naysay.study.spec import Posts

_DELIMITERS: Final = ",;\t|"
_JSON_SUFFIXES: Final = frozenset({".jsonl", ".ndjson", ".json"})


def _records(path: Path, posts: Posts) -> Iterator[Record]:
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if ".parquet" in suffixes:
        return _parquet_records(path, posts)
    return json_records(path) if _JSON_SUFFIXES.intersection(suffixes) else _csv_records(path, posts)


def _post(fields: Mapping[str, Any], posts: Posts) -> Post:
    columns = posts.columns
    return Post(
        post_id=checked_id(fields.get(columns.id)),
        posted_at=instant(fields.get(columns.posted_at), posts.timezone),
        text=checked_text(fields.get(columns.text)),
        company=_company(fields.get(columns.company)),
        repeats=False,
    )


def _company(value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise RefusedError("company_unreadable")
    return checked_text(value) if value.strip() else ""


def _needed(posts: Posts) -> list[str]:
    columns = posts.columns
    needed = [columns.id, columns.posted_at, columns.text]
    return [*needed, columns.company] if posts.company == "column" else needed


def _csv_records(path: Path, posts: Posts) -> Iterator[Record]:
    """Rows of a CSV file whose first line names the columns, separated by comma, semicolon, tab or bar."""
    csv.field_size_limit(LONGEST_LINE)
    damage: list[str] = []
    source = _decoded(path, damage)
    header = next(source, "")
    delimiter = max(_DELIMITERS, key=header.count)
    names = next(csv.reader([header], delimiter=delimiter), [])
    if names:
        _check_columns(path, names, posts)
    rows = csv.reader(source, delimiter=delimiter)
    while True:
        line = rows.line_num + 2
        try:
            row = next(rows)
        except StopIteration:
            break
        except csv.Error:
            yield Record(line, b"", None, "not_csv")
            continue
        if row:
            raw = delimiter.join(row).encode("utf-8", "surrogateescape")
            reason = damage.pop() if damage else _flaw(row, names)
            yield Record(line, raw, None if reason else dict(zip(names, row, strict=True)), reason)
    for reason in damage:
        yield Record(rows.line_num + 2, b"", None, reason)


def _decoded(path: Path, damage: list[str]) -> Iterator[str]:
    """Lines as text; bytes that are no UTF-8 become lone surrogates, so that their whole row is refused."""
    for number, raw, reason in lines(path):
        if reason:
            damage.append(reason)
        text = raw.decode("utf-8", "surrogateescape") + "\n"
        yield text.removeprefix("\ufeff") if number == 1 else text


def _flaw(row: list[str], names: list[str]) -> str:
    if len(row) != len(names):
        return "wrong_number_of_fields"
    return (
        "not_utf8"
        if any("\udc80" <= c <= "\udcff" for cell in row if not cell.isascii() for c in cell)
        else ""
    )


def _parquet_records(path: Path, posts: Posts) -> Iterator[Record]:
    try:
        with pq.ParquetFile(path) as table:
            names = table.schema_arrow.names
            _check_columns(path, names, posts)
            wanted = [
                name for name in dict.fromkeys([*_needed(posts), posts.columns.company]) if name in names
            ]
            line = 0
            for batch in table.iter_batches(batch_size=10_000, columns=wanted):
                for fields in batch.to_pylist():
                    line += 1
                    yield Record(line, repr(fields).encode("utf-8", "replace"), fields)
    except (pa.ArrowException, OSError) as error:
        raise DataError(
            "posts.path", got=path.name, allowed="a whole Parquet file", mend=f"It cannot be read: {error}"
        ) from None


def _check_columns(path: Path, names: list[str], posts: Posts) -> None:
    absent = [name for name in _needed(posts) if name not in names]
    if absent:
        raise DataError(
            "posts.columns",
            got=f"{path.name} with the columns {', '.join(names)}",
            allowed=f"a table with {', '.join(absent)}",
            mend='Name the file\'s own columns in [posts.columns], such as id = "post_id".',
        )


FORUM: Final = Forum("table", records=_records, post=_post)
