"""The cells of a file of prices as columns of texts: quickly in Yahoo's layout, by their names in others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from types import MappingProxyType
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv

from naysay.data.markets._columns import SHOWN, KnownColumns, known_columns
from naysay.data.markets._rows import text_rows
from naysay.study.counts import counted
from naysay.study.errors import DataError
from naysay.study.price_options import AS_FOUND, PriceColumns, PriceOptions

MOST_COLUMNS: Final = 1_000
HEAD_ROWS: Final = 100
"""Rows within which the names of columns have to stand."""
LAYOUT: Final = f"a table with the columns {', '.join(SHOWN.values())}, of which Date and Close are needed"
_YAHOO: Final = SHOWN.keys() - {"adj_close"}
_BUNDESBANK: Final = "_FLAGS"
"""How the third column of a series of the Bundesbank is called: by the second one with this behind it."""


@dataclass(frozen=True, eq=False)
class PriceCells:
    """The texts of the columns that were found, all of one length, those of prices without space around them.

    ``skipped`` rows had another number of cells than the header. ``is_plain`` files have commas between cells
    and English names, so that a point is the usual decimal sign.
    """

    columns: Mapping[str, pa.Array]
    skipped: int
    is_plain: bool


def price_cells(raw: bytes, name: str, options: PriceOptions) -> PriceCells:
    """The cells of ``raw``, the bytes of a file called ``name``.

    Raises
    ------
    DataError
        An empty file, no row with the names of columns, or a column twice.
    """
    plain = _plain_cells(raw, name) if options.columns == AS_FOUND.columns else None

    def known_names(row: Sequence[str]) -> float:
        known = _known(row, options.columns)
        return len(known.places) / (len(known.places) + len(known.missing))

    if plain is not None and (len(plain.columns["date"]) or not plain.skipped):
        return plain
    return cells_of_rows(text_rows(raw, name, known_names), name, options)


def cells_of_rows(rows: Sequence[Sequence[str]], name: str, options: PriceOptions) -> PriceCells:
    """As ``price_cells``, of a table that was taken apart already, such as a sheet.

    Lines above the names of columns are passed over, and cells without text behind the last name.
    """
    if not rows:
        raise DataError(
            "prices.path", got=f"the empty file {name}", allowed=LAYOUT, mend="Download the prices again."
        )
    place, known = _header(rows[:HEAD_ROWS], options.columns)
    width = len(rows[place])
    _check_width(width, name)
    if known.missing or known.twice:
        raise _without_columns(name, known, width, options.columns)
    fitting = [fitted for row in rows[place + 1 :] if (fitted := _fitted(row, width)) is not None]
    skipped = len(rows) - place - 1 - len(fitting)
    if _is_bundesbank(rows[place]):
        fitting = [row for row in fitting if row[0][:1].isdigit()]
    columns = {
        column: pa.array([row[at].strip() for row in fitting], pa.string())
        for column, at in known.places.items()
    }
    return PriceCells(columns, skipped, is_plain=False)


def _header(rows: Sequence[Sequence[str]], named: PriceColumns) -> tuple[int, KnownColumns]:
    """The first row that names what is needed, or the one that names most of it."""
    best = 0, _known(rows[0], named)
    for place, row in enumerate(rows):
        known = _known(row, named)
        if not known.missing:
            return place, known
        if len(known.places) > len(best[1].places):
            best = place, known
    return best


def _known(row: Sequence[str], named: PriceColumns) -> KnownColumns:
    """The columns of a row that may be the one with names."""
    if _is_bundesbank(row):
        return KnownColumns({"date": 0, "close": 1}, (), ())
    return known_columns(row[: MOST_COLUMNS + 1], named)


def _is_bundesbank(row: Sequence[str]) -> bool:
    return len(row) == 3 and not row[0].strip() and bool(row[1]) and row[2] == row[1] + _BUNDESBANK


def _fitted(row: Sequence[str], width: int) -> Sequence[str] | None:
    """``row`` without empty cells behind the last column, None where it has another number of cells."""
    return row[:width] if len(row) >= width and not any(map(str.strip, row[width:])) else None


def _plain_cells(raw: bytes, name: str) -> PriceCells | None:
    """The cells of a file in UTF-8 with commas and all names in its first line, None for any other."""
    try:
        text = raw.decode("utf-8-sig").lstrip()
    except UnicodeDecodeError:
        return None
    first = text.partition("\n")[0].strip()
    if "\r" in first:
        return None
    header = first.split(",")
    _check_width(len(header), name)
    places = _plain_columns(tuple(header))
    if places is None:
        return None
    skipped = 0

    def skip(row: object) -> str:
        nonlocal skipped
        skipped += 1
        return "skip"

    numbered = [str(place) for place in range(len(header))]
    try:
        table = arrow_csv.read_csv(
            BytesIO(text.encode()),
            read_options=arrow_csv.ReadOptions(column_names=numbered, skip_rows=1, use_threads=False),
            parse_options=arrow_csv.ParseOptions(invalid_row_handler=skip),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(numbered, pa.string()),
                include_columns=[str(place) for place in places.values()],
                strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid as error:
        raise DataError(
            "prices.path",
            got=f"{name}, which is no table: {error}",
            allowed=LAYOUT,
            mend="Download the prices again.",
        ) from error
    cells = {column: table.column(str(place)).combine_chunks() for column, place in places.items()}
    trimmed = {column: pc.utf8_trim_whitespace(texts) for column, texts in cells.items() if column in SHOWN}
    return PriceCells(cells | trimmed, skipped, is_plain=True)


@lru_cache(maxsize=64)
def _plain_columns(titles: tuple[str, ...]) -> Mapping[str, int] | None:
    """The places of the columns among English ``titles``, None where one of Yahoo's is missing or twice."""
    plain = [title.strip().strip('"') for title in titles]
    known = known_columns(plain, PriceColumns())
    if known.twice or not set(known.places) >= _YAHOO:
        return None
    is_english = plain[known.places["date"]].lower() in ("date", "timestamp")
    return MappingProxyType(dict(known.places)) if is_english else None


def _check_width(columns: int, name: str) -> None:
    if columns > MOST_COLUMNS:
        raise DataError(
            "prices.path",
            got=f"{name} with {counted(columns, 'column')}",
            allowed=LAYOUT,
            mend=f"Keep the columns that are needed; {MOST_COLUMNS} at most.",
        )


def _without_columns(name: str, known: KnownColumns, width: int, named: PriceColumns) -> DataError:
    """The error of a header; it tells only titles that are known, as the row may be anything."""
    wrong = known.missing or known.twice
    fault = (
        f"without {', '.join(SHOWN[column] for column in wrong)}"
        if known.missing
        else (f"with {', '.join(SHOWN[column] for column in wrong)} twice")
    )
    absent = [column for column in wrong if getattr(named, column)]
    key = wrong[0]
    mend = (
        f"Correct {', '.join(absent)} below [prices.columns]: the file has no such column."
        if known.missing and absent
        else f'Name the column in the study: below [prices.columns], write {key} = "ITS NAME".'
    )
    return DataError(
        "prices.path",
        got=f"{name} {fault}",
        allowed=LAYOUT,
        mend=f"{mend} Of its {counted(width, 'column')} {known.shown} were found.",
    )
