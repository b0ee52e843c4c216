"""Writes the tables of a run as files of Stata, their variables labelled, and a do-file that loads them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Final

import numpy as np
import pandas as pd

from naysay.reports.exports._bundle import BundledTable, Column, bundled_tables, dictionary_table, typed
from naysay.reports.exports.base import Export, ExportInput
from naysay.reports.sections._reading import shortened
from naysay.study.table_files import original

FOLDER: Final = "stata"
FILE: Final = f"{FOLDER}/load.do"
LONGEST_NAME: Final = 32
LONGEST_LABEL: Final = 80
"""Characters of the label of a variable or of a file."""
LONGEST_TEXT: Final = 2045
"""Bytes of a text of fixed length; a longer one makes its variable a strL."""
LARGEST: Final = 8.9e307
"""Stata holds no larger number; it takes such a one for missing."""
LARGEST_LONG: Final = 2_147_483_620
VERSION: Final = 118
"""The format of Stata 14 to 19, whose texts are UTF-8."""
_WORDS: Final = """
_all _b _coef _cons _n _N _pi _pred _rc _skip byte double float if in int long strL using with
"""
RESERVED: Final = frozenset(_WORDS.split())
"""Words that are no names in Stata, besides str1, str2, ..."""
_OTHER: Final = re.compile("[^A-Za-z0-9_]+")
_FIXED: Final = re.compile(r"str\d+")
_TRUTH: Final[dict[float, str]] = {0: "no", 1: "yes"}


def variables(columns: Sequence[str]) -> dict[str, str]:
    """The name that each of ``columns`` has in Stata, unique among them.

    The minus of a number becomes m, and what Stata allows in no name becomes one underscore, or nothing at
    the end: ``car_(-1,5)`` is ``car_m1_5``. A name that is too long, reserved or taken is cut or numbered.
    """
    named: dict[str, str] = {}
    for column in columns:
        plain = re.sub(r"_?\(?-(?=\d)", lambda match: match[0].replace("-", "m"), column)
        stem = re.sub("_+", "_", _OTHER.sub("_", plain)).rstrip("_") or "v"
        stem = stem if not stem[0].isdigit() and stem not in RESERVED | _fixed(stem) else f"v_{stem}"
        name, number = stem[:LONGEST_NAME], 1
        while name in named.values():
            number += 1
            name = f"{stem[: LONGEST_NAME - len(str(number)) - 1]}_{number}"
        named[column] = name
    return named


def stata_file(table: BundledTable, *, title: str, day: tuple[int, int, int]) -> bytes:
    """The table in the format of Stata 14; numbers are doubles and longs, dates %td, yes and no 1 and 0.

    A missing value is ``.``, in texts the empty text. A number beyond what Stata holds is missing.
    """
    names = _variables_of(table)
    values = typed(table)
    frame = pd.DataFrame({names[c.name]: _stored(c, values[c.name]) for c in table.columns})
    kinds = {names[column.name]: column.kind for column in table.columns}
    content = BytesIO()
    frame.to_stata(
        content,
        write_index=False,
        version=VERSION,
        time_stamp=datetime(*day),  # noqa: DTZ001  a file of Stata has no zone
        data_label=_label(title),
        variable_labels={names[column.name]: _label(column.meaning) for column in table.columns},
        convert_dates={name: "td" for name, kind in kinds.items() if kind == "date"},
        convert_strl=[name for name, kind in kinds.items() if kind == "string" and _is_long(frame[name])],
        value_labels={name: _TRUTH for name, kind in kinds.items() if kind == "boolean"},
    )
    return content.getvalue()


def _stored(column: Column, values: pd.Series) -> pd.Series:
    match column.kind:
        case "string":
            return values.map(original).astype(object)
        case "date":
            return values.astype("datetime64[ns]")
        case "boolean":
            return values.astype("Float64").astype("float64")
        case _:
            numbers = values.astype("Float64").astype("float64")
            numbers = numbers.where(numbers.abs() <= LARGEST)
            small = column.kind == "integer" and bool((numbers.abs() <= LARGEST_LONG).all())
            return numbers.astype(np.int32) if small else numbers


def _fixed(name: str) -> set[str]:
    """The name itself where it is a type such as str12."""
    return {name} if _FIXED.fullmatch(name) else set()


def _is_long(texts: pd.Series) -> bool:
    return any(len(text.encode("utf-8")) > LONGEST_TEXT for text in texts)


def _label(text: str) -> str:
    return shortened(text, LONGEST_LABEL)


def do_file(tables: Iterable[str]) -> str:
    """Commands that load each table in turn and describe it."""
    listed = " ".join(tables)
    lines = (
        "* Loads each table of the run and describes it. Start Stata in this folder: do load",
        "version 14",
        f"foreach table in {listed} {{",
        '    use "`table\'.dta", clear',
        "    describe",
        "}",
        "* dictionary.dta has the unit and the full meaning of each variable, and its name in the CSV files.",
        'use "daily.dta", clear' if "daily" in listed.split() else "clear",
    )
    return "\n".join(lines) + "\n"


def _variables_of(table: BundledTable) -> dict[str, str]:
    return variables([column.name for column in table.columns])


def _files(source: ExportInput) -> Mapping[str, bytes]:
    tables = bundled_tables(source)
    day = source.document.date
    files = {FILE: do_file([*(table.name for table in tables), "dictionary"]).encode("utf-8")}
    for table in (*tables, dictionary_table(tables, names=_variables_of)):
        files[f"{FOLDER}/{table.name}.dta"] = stata_file(table, title=table.title, day=day)
    return files


EXPORT = Export("stata", FILE, _files, is_one=False)
