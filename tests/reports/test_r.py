"""Tables for R. Expected values: R itself, which is not ours, where Rscript is installed; classes by hand."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from tests.reports.fakes import fake_results
from tests.reports.packages import HOSTILE, RUNS, tables_of, written
from tests.reports.small_run import small_run

from naysay.reports.exports._bundle import typed
from naysay.reports.exports.r import CLASSES, script

with_r = pytest.mark.skipif(shutil.which("Rscript") is None, reason="Rscript is not installed")


def told(folder: Path, code: str) -> str:
    """What R prints."""
    done = subprocess.run(
        ["Rscript", "--vanilla", "-e", code],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


def test_a_column_is_read_as_its_type(tmp_path: Path) -> None:
    text = script(list(tables_of(fake_results(), tmp_path).values()))
    for expected in ('"horizon" = "integer"', '"bp_per_sd" = "numeric"', '"primary" = "logical"'):
        assert expected in text
    assert '"session" = "Date"' in text
    assert text.isascii()
    assert "@types@" not in text


@with_r
@pytest.mark.parametrize(
    "run", ["twelve companies", "no rows", "no tables", "other scripts", "a later version"]
)
def test_r_reads_every_table_with_its_types_and_numbers(run: str, tmp_path: Path) -> None:
    results = RUNS[run]()
    folder = written("r", results, tmp_path)
    tables = tables_of(results, tmp_path / "working")
    code = """source("load.R")
        for (name in names(naysay)) for (column in names(naysay[[name]])) {
          values <- naysay[[name]][[column]]
          total <- if (is.character(values)) NA else sum(as.numeric(values), na.rm = TRUE)
          cat(utf8ToInt(paste(name, column)), "|", class(values)[1], "|", length(values), "|",
              sum(is.na(values)), "|", sprintf("%.17g", total), "\\n")
        }"""
    read = {}
    for line in told(folder, code).splitlines():
        name, kind, *numbers = (part.strip() for part in line.split("|"))
        read["".join(chr(int(code)) for code in name.split())] = (kind, *numbers)
    for name, table in tables.items():
        values = typed(table)
        for column in table.columns:
            kind, length, missing, total = read[f"{name} {column.name}"]
            there = values[column.name]
            empty = (there == "").sum() if column.kind == "string" else there.isna().sum()
            assert (kind, int(length), int(missing)) == (CLASSES[column.kind], len(there), empty)
            if column.kind in ("number", "integer"):
                expected = float(there.astype("Float64").sum())
                assert float(total) == pytest.approx(expected, rel=1e-9, abs=1e-12)  # R adds in long doubles


@with_r
def test_texts_are_what_they_were_before_the_csv(tmp_path: Path) -> None:
    """Apart from controls, which the tables write as their numbers."""
    folder = written("r", RUNS["hostile names"](), tmp_path)
    code = 'source("load.R"); for (x in naysay$companies$name) cat(utf8ToInt(x), "\\n")'
    names = ["".join(chr(int(c)) for c in line.split()) for line in told(folder, code).splitlines()]
    assert {name for name in HOSTILE if name.isprintable()} <= set(names)


@with_r
@pytest.mark.parametrize("run", ["twelve companies", "no rows", "no tables"])
def test_the_example_computes_columns_of_the_tables_again(run: str, tmp_path: Path) -> None:
    results = small_run() if run == "twelve companies" else RUNS[run]()  # of others some numbers are by hand
    folder = written("r", results, tmp_path)
    done = subprocess.run(
        ["Rscript", "--vanilla", "example.R"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    shown = [line for line in done.stdout.splitlines() if "largest difference" in line]
    differences = [float(line.rsplit(" ", 1)[1]) for line in shown]
    assert all(difference < 1e-9 for difference in differences)
    if run == "twelve companies":
        compared = [line.partition(":")[0] for line in shown]
        assert compared == ["granger, pvalue_bh", "effects, statistic", "car_regression, estimate"]
