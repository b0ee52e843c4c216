"""Files of Stata. Expected values: pyreadstat, which is not ours, reads them; names and labels by hand."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reports.fakes import fake_results
from tests.reports.packages import HOSTILE, RUNS, tables_of, written

from naysay.reports.exports._bundle import typed
from naysay.reports.exports.stata import LONGEST_LABEL, RESERVED, stata_file, variables

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,31}")


@pytest.mark.parametrize(
    ("column", "name"),
    [
        ("car_(1,5)", "car_1_5"),
        ("car_(-10,-1)", "car_m10_m1"),
        ("bhar_(-1,5)", "bhar_m1_5"),
        ("return", "return"),
        ("if", "v_if"),
        ("str12", "v_str12"),
        ("2nd", "v_2nd"),
        ("ein Wert (%)", "ein_Wert"),
        ("株", "v"),
        ("a" * 40, "a" * 32),
    ],
)
def test_names_of_variables(column: str, name: str) -> None:
    assert variables([column]) == {column: name}


def test_names_stay_apart() -> None:
    assert list(variables(["a b", "a-b", "a_b"]).values()) == ["a_b", "a_b_2", "a_b_3"]
    assert list(variables(["x" * 32, "x" * 33]).values()) == ["x" * 32, f"{'x' * 30}_2"]


@given(st.lists(st.text(), unique=True, max_size=8))
def test_any_columns_get_names_that_stata_takes(columns: list[str]) -> None:
    names = list(variables(columns).values())
    assert len({*names}) == len(columns)
    assert all(NAME.fullmatch(name) and name not in RESERVED for name in names)


@pytest.mark.parametrize("run", RUNS)
def test_pyreadstat_reads_the_numbers_of_every_table(run: str, tmp_path: Path) -> None:
    results = RUNS[run]()
    folder = written("stata", results, tmp_path)
    tables = tables_of(results, tmp_path / "working")
    assert {path.stem for path in folder.glob("*.dta")} == {*tables, "dictionary"}
    for name, table in tables.items():
        read, about = pyreadstat.read_dta(folder / f"{name}.dta")
        names = variables([column.name for column in table.columns])
        assert list(read.columns) == list(names.values())
        assert about.file_label == table.title
        values = typed(table)
        for column in table.columns:
            here, there = read[names[column.name]], values[column.name]
            if column.kind in ("number", "integer", "boolean"):
                expected = there.astype("Float64").to_numpy(float, na_value=np.nan)
                np.testing.assert_array_equal(here.to_numpy(float), expected)
            elif column.kind == "date":
                assert [day if isinstance(day, dt.date) else None for day in here] == [
                    None if day is pd.NaT else day.date() for day in there
                ]
            else:
                assert len(here) == len(there)


def test_labels_are_the_meanings(tmp_path: Path) -> None:
    folder = written("stata", fake_results(), tmp_path)
    _, events = pyreadstat.read_dta(folder / "events.dta", metadataonly=True)
    labels = events.column_names_to_labels
    assert labels["company"] == "the ticker of the company"
    assert labels["car_m10_m1"].startswith("sessions -10 to -1: the abnormal returns")
    assert events.variable_value_labels["contaminated"] == {0: "no", 1: "yes"}
    assert max(map(len, labels.values())) <= LONGEST_LABEL
    dictionary, _ = pyreadstat.read_dta(folder / "dictionary.dta")
    row = dictionary[(dictionary["table"] == "events") & (dictionary["variable"] == "car_m10_m1")].iloc[0]
    assert row["column"] == "car_(-10,-1)"
    assert row["meaning"].startswith("sessions -10 to -1: ")


def test_texts_are_what_they_were_before_the_csv(tmp_path: Path) -> None:
    """Apart from controls, which the tables write as their numbers."""
    folder = written("stata", RUNS["hostile names"](), tmp_path)
    read, _ = pyreadstat.read_dta(folder / "companies.dta")
    kept = [name for name in HOSTILE if name.isprintable()]
    assert set(kept) <= set(read["name"])


def test_the_stamp_of_time_is_the_day_of_the_report(tmp_path: Path) -> None:
    folder = written("stata", fake_results(companies=1), tmp_path)
    with pd.read_stata(folder / "events.dta", iterator=True) as reader:
        assert reader.time_stamp.endswith("00:00")
        day = dt.datetime.strptime(reader.time_stamp, "%d %b %Y %H:%M")  # noqa: DTZ007
    assert day.date().isoformat() == fake_results().as_of


def test_what_stata_cannot_hold(tmp_path: Path) -> None:
    """A text of more than 2,045 bytes becomes a strL, a number beyond 8.9e307 is missing."""
    results = fake_results(companies=1)
    odd = pd.DataFrame({"term": ["ä" * 1100, ""], "z": [9e307, -1.5], "rows": [2**40, 1]})
    results.tables["odd"] = odd
    table = tables_of(results, tmp_path)["odd"]
    (tmp_path / "odd.dta").write_bytes(stata_file(table, title="odd", day=(2024, 1, 2)))
    read = pd.read_stata(tmp_path / "odd.dta")
    assert read["term"].tolist() == odd["term"].tolist()
    assert read["z"].isna().tolist() == [True, False]
    assert read["rows"].tolist() == [2**40, 1]


def test_the_do_file_loads_every_table(tmp_path: Path) -> None:
    folder = written("stata", fake_results(companies=1), tmp_path)
    commands = (folder / "load.do").read_text(encoding="utf-8")
    loop = re.search(r"^foreach table in (.+) \{$", commands, re.MULTILINE)
    assert loop is not None
    assert {*loop[1].split()} == {path.stem for path in folder.glob("*.dta")}
