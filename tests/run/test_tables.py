"""Tables for spreadsheets and terminals.

Expected values: OWASP's list of characters that start a formula, and numbers as they were.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from naysay.run.parts import study_type
from naysay.run.pipeline import run_study
from naysay.run.tables import write_tables
from naysay.run.workspace import workspace_of
from naysay.study.file import parse_study
from naysay.study.table_files import harmless

Run = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("=cmd|'/C calc'!A0", "'=cmd|'/C calc'!A0"),
        ("+1+1", "'+1+1"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\\x09=1"),
        ("\r=1", "'\\x0d=1"),
        ("＝1+1", "'＝1+1"),
        ("'=1+1", "''=1+1"),
        ("-", "-"),
        ("=", "="),
        ("-5.2", "-5.2"),
        ("+1e-05", "+1e-05"),
        (".5", ".5"),
        ("^GDAXI", "^GDAXI"),
        ("a=b", "a=b"),
        ("it's", "it's"),
        ("", ""),
        ("Grün 👩‍💻", "Grün 👩‍💻"),
        ("a\x1b[31mb\x00\ud800", "a\\x1b[31mb\\x00\\xd800"),
    ],
)
def test_a_text_is_no_formula_and_no_command(text: str, told: str) -> None:
    assert harmless(text) == told


@given(st.text(st.characters(exclude_categories=("Cc", "Cs"))))
def test_the_text_itself_can_be_had_back(text: str) -> None:
    told = harmless(text)
    assert told in (text, f"'{text}")
    if told != text:
        assert text.lstrip("'")[0] in "=+-@＝＋－＠"


@given(st.text())
def test_what_is_written_is_utf8_without_controls(text: str) -> None:
    told = harmless(text)
    told.encode()
    assert not any(c < " " or "\x7f" <= c <= "\x9f" for c in told)


def test_numbers_dates_and_missing_cells_stay(tmp_path: Path) -> None:
    table = pd.DataFrame(
        {
            "n": [-1, 2],
            "x": [-0.5, np.nan],
            "mixed": pd.Series([-1, "=1+1"], dtype=object),
            "kept": pd.Series([1, np.nan], dtype=object),
            "text": ["+a", None],
            "session": pd.to_datetime(["2024-01-02", "2024-01-03"]),
        }
    )
    before = table.copy()
    write_tables(tmp_path / "tables", {"t": table, "none": table.iloc[:0], "empty": pd.DataFrame()})
    rows = (tmp_path / "tables" / "t.csv").read_text().splitlines()
    assert rows == ["n,x,mixed,kept,text,session", "-1,-0.5,-1,1,'+a,2024-01-02", "2,,'=1+1,,,2024-01-03"]
    pd.testing.assert_frame_equal(table, before)


@pytest.fixture(scope="module")
def made(small_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run, made once."""
    root = Path(shutil.copytree(small_files, tmp_path_factory.mktemp("made") / "workspace"))
    text = (root / "analysis" / "small.toml").read_text()
    text = text.replace("seed = 3", 'seed = 3\nmethods = ["stationarity"]')
    study = parse_study(text, study_type(), source="small.toml")
    place = root.with_name("run")
    run_study(study, workspace_of(root / "analysis" / "small.toml"), out=place, formats=["html"])
    return place


@pytest.fixture
def runs(made: Path, tmp_path: Path) -> tuple[Path, Path]:
    """Two equal runs, the second to be changed."""
    return Path(shutil.copytree(made, tmp_path / "a")), Path(shutil.copytree(made, tmp_path / "b"))


def refused(naysay: Run, runs: tuple[Path, Path], word: str) -> None:
    for first, second in (runs, runs[::-1]):
        code, _, err = naysay("compare", str(first), str(second))
        assert code == 1
        assert word in err
        assert "Traceback" not in err
        assert all(line.isprintable() for line in err.splitlines())


HEAD = "company,series,test,statistic,pvalue,lags,nobs,reason\n"
GOOD = "SIM1,ret,adf,-5.1,0.01,1,200,\n"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"\x00" * 100,
        (HEAD + GOOD + GOOD[:-5] + "\n").encode(),
        (HEAD + GOOD[:-2].replace(",200", "") + "\n").encode(),
        (HEAD + GOOD.replace("\n", ",more\n")).encode(),
        (HEAD + GOOD + "\n" + GOOD).encode(),
        (HEAD + 'SIM1,"ret' + GOOD * 3).encode(),
        HEAD.replace("series", "company").encode() + GOOD.encode(),
        HEAD.encode() + b"SIM1,\xff,adf,1,1,1,1,\n",
        HEAD.encode() + os.urandom(2_000) + b"\xff",
        b"," * 500_000,
    ],
)
def test_a_table_that_no_run_left_is_one_error(naysay: Run, runs: tuple[Path, Path], content: bytes) -> None:
    (runs[1] / "tables" / "stationarity.csv").write_bytes(content)
    refused(naysay, runs, "stationarity.csv")


@pytest.mark.parametrize(
    "content",
    [
        HEAD + "a," * 7 + "x" * 5_000 + "\n",
        HEAD + "=1,1e400,9" + "9" * 400 + ",-1e400,a,b,c,\n",
        HEAD,
        HEAD.strip(),
    ],
)
def test_an_odd_table_is_compared(naysay: Run, runs: tuple[Path, Path], content: str) -> None:
    (runs[0] / "tables" / "stationarity.csv").write_text(HEAD + GOOD)
    (runs[1] / "tables" / "stationarity.csv").write_text(content)
    code, out, err = naysay("compare", str(runs[0]), str(runs[1]))
    assert (code, err) == (0, "")
    assert "stationarity" in out


def test_a_column_of_one_run_alone_is_named_and_the_others_are_compared(
    naysay: Run, runs: tuple[Path, Path]
) -> None:
    """As the tables of an older version have it."""
    (runs[0] / "tables" / "stationarity.csv").write_text("lags,extra\n1,a\n2,b\n")
    (runs[1] / "tables" / "stationarity.csv").write_text("other,lags\nc,1\nd,4.5\n")
    _, out, _ = naysay("compare", str(runs[0]), str(runs[1]))
    told = " ".join(" ".join(out.splitlines()).split())
    assert "stationarity: 2 rows in both; 1 cell moved" in told
    assert "columns of the first run only: extra; columns of the second run only: other" in told
    assert "2 -> 4.5, by +2.5" in told


def broken(text: str, how: str) -> str:
    content = json.loads(text)
    match how:
        case "keys":
            content.pop("findings")
        case "types":
            content["findings"]["lead"] = 3
        case "null":
            content = None
        case "list":
            content = [1]
        case "counts":
            content["counts"] = {"a": "b"}
        case "columns":
            content["tables"]["stationarity"]["company"].append("x")
        case "tables":
            content["tables"] = [1]
        case "scalar":
            content["tables"]["stationarity"] = {"a": 1}
        case "series":
            content["series"] = {"a": {"b": 1}}
        case "format":
            content["format"] = 1
        case "nan":
            return text.replace('"format": 2', '"format": NaN')
        case "deep":
            return '{"a": ' * 100_000
        case "long":
            return text.replace('"format": 2', f'"format": {"9" * 5_000}')
        case "cut":
            return text[: len(text) // 2]
        case "empty":
            return ""
    return json.dumps(content)


@pytest.mark.parametrize(
    "how",
    ["keys", "types", "null", "list", "counts", "columns", "tables", "scalar", "series", "format", "nan",
     "deep", "long", "cut", "empty"],
)  # fmt: skip
def test_results_that_no_run_left_are_one_error(naysay: Run, runs: tuple[Path, Path], how: str) -> None:
    path = runs[1] / "results.json"
    path.write_text(broken(path.read_text(), how))
    refused(naysay, runs, "results.json")


def test_a_folder_in_the_place_of_results_is_one_error(naysay: Run, runs: tuple[Path, Path]) -> None:
    path = runs[1] / "results.json"
    path.write_bytes(b"\xff\xfe\x00")
    refused(naysay, runs, "results.json")
    path.unlink()
    path.mkdir()
    refused(naysay, runs, "results.json: a folder")


@pytest.mark.parametrize(
    "content", ["", "[]", '{"a": ' * 100_000, '{"format": NaN}', "\x00", '{"outputs": {"\\ud800": 1}}']
)
def test_a_manifest_that_no_run_left_is_one_error(naysay: Run, runs: tuple[Path, Path], content: str) -> None:
    (runs[1] / "manifest.json").write_text(content)
    refused(naysay, runs, "manifest.json")
    code, _, err = naysay("verify", str(runs[1]))
    assert code == 1
    assert "manifest.json" in err


def test_a_name_like_a_formula_is_text_in_every_table_of_a_run(
    naysay: Run, small: Path, tmp_path: Path
) -> None:
    study = small / "analysis" / "small.toml"
    text = study.read_text().replace("seed = 3", 'seed = 3\nmethods = ["stationarity", "event_study"]')
    study.write_text(text.replace('name = "Simulated Two"', "name = \"=cmd|'/C calc'!A0\""))
    code, _, err = naysay("run", str(study), "--out", str(tmp_path / "run"), "--formats", "html")
    assert code == 0, err
    for path in (tmp_path / "run" / "tables").glob("*.csv"):
        with path.open(newline="", encoding="utf-8") as stream:
            for row in csv.reader(stream):
                assert all(harmless(cell) == cell for cell in row)
