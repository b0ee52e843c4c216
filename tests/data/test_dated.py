"""Small files of dates and of factors.

Expected values: written by hand next to each file.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from naysay.data.dated import read_company_dates, read_factors
from naysay.study.errors import DataError


def written(folder: Path, content: str | bytes) -> Path:
    path = folder / "days.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_dates_keep_their_order_and_further_columns(tmp_path: Path) -> None:
    path = written(tmp_path, "\ufeffdate,company,why\n2024-06-01, SIM1 ,recall\n20240102,SIM2,\n")
    read = read_company_dates(path, "event_study.events_file")
    assert read.frame["session"].tolist() == [pd.Timestamp("2024-06-01"), pd.Timestamp("2024-01-02")]
    assert read.frame["company"].tolist() == ["SIM1", "SIM2"]
    assert read.frame["why"].tolist() == ["recall", ""]
    assert (read.name, read.content) == ("days.csv", path.read_bytes())


def test_factors_keep_empty_cells_missing(tmp_path: Path) -> None:
    read = read_factors(written(tmp_path, "day,MKT,SMB\n20240102,0.01,\n2024-01-03,-0.02,1e-3\n"), "f").frame
    assert list(read.columns) == ["MKT", "SMB"]
    np.testing.assert_array_equal(read, [[0.01, np.nan], [-0.02, 0.001]])
    assert read.index.tolist() == [pd.Timestamp("2024-01-02"), pd.Timestamp("2024-01-03")]


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ("", "no names of columns"),
        ("company,company\nA,B\n", "twice"),
        ("company\nSIM1\n", "session"),
        ("session\n2024-01-02\n", "company"),
        ("company,session\nSIM1,02/01/2024\n", "02/01/2024"),
        ("company,session\nSIM1,2024-02-30\n", "2024-02-30"),
        ("company,session\n ,2024-01-02\n", "line 2"),
        ("company,session\nSIM1,2024-01-02,more\n", "line 2"),
        ('company,session\n"SIM1,2024-01-02\n', "CSV"),
        (b"company,session\nSIM1,\x1b[31m2024\n", "line 2"),
        ("company,session\nSIM1,9999-12-31\n", "9999-12-31"),
        ("company,session\nSIM1,2024-01-02\nSIM1,0001-01-01\n", "line 3"),
        ("company,session\nSIM1,1677-09-21\n", "1900-01-01"),
        ("company,session\nSIM1,2024-99-99\nSIM1,2024-01-02\n", "2024-99-99"),
        ("company,session\nSIM1,٢٠٢٤-٠١-٠٢\n", "line 2"),
        ("company,session," + ",".join(map(str, range(1_000))), "1002 columns"),
    ],
)
def test_dates_that_cannot_be_used_are_refused(tmp_path: Path, content: str | bytes, word: str) -> None:
    with pytest.raises(DataError) as caught:
        read_company_dates(written(tmp_path, content), "announcements.path")
    assert caught.value.fault.field == "announcements.path"
    assert word in str(caught.value)
    assert "\x1b" not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ("day\n2024-01-02\n", "one column"),
        ("day,MKT\n2024-01-03,0.1\n2024-01-02,0.1\n2024-01-04,0.1\n", "rise"),
        ("day,MKT\n2024-01-03,0.1\n2024-01-03,0.1\n2024-01-02,0.1\n", "rise"),
        ("day;MKT\n02.01.2024;0,125\n03.01.2024;0.125\n", "another decimal sign"),
        ("day,MKT\n2024-01-02,0.1\n2024-01-02,0.1\n", "repeat"),
        ("day,MKT\n2024-01-02,much\n", "4 characters in line 2"),
        ("day,MKT\n2024-01-02,inf\n", "3 characters in line 2"),
        ("day,MKT\n2024-01-02,1.3\n", "per cent"),
        ("day,MKT\n9999-12-30,0.01\n", "9999-12-30"),
        ("day,MKT\n1600-01-01,0.01\n", "1900-01-01 to 2100-12-31"),
    ],
)
def test_factors_that_cannot_be_used_are_refused(tmp_path: Path, content: str, word: str) -> None:
    with pytest.raises(DataError, match=word):
        read_factors(written(tmp_path, content), "event_study.factors")


@pytest.mark.parametrize(
    "content", ["day,MKT\n2024-01-02,She lost it all\n", "day,MKT\nShe lost it all,0.1\n"]
)
def test_what_may_be_a_text_is_not_shown(tmp_path: Path, content: str) -> None:
    with pytest.raises(DataError, match="15 characters in line 2"):
        read_factors(written(tmp_path, content), "event_study.factors")


@pytest.mark.parametrize("path", ["/dev/zero", "/", "/" + "a" * 5_000, "/a\0b"])
def test_what_is_no_file_is_refused(path: str) -> None:
    with pytest.raises(DataError, match=r"event_study\.factors"):
        read_factors(Path(path), "event_study.factors")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read"):
        read_factors(tmp_path / "none.csv", "event_study.factors")


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ("day,MKT\n2024-01-02,0.1\n2024-01-03,much\n", "line 3"),
        ("day,MKT\n2024-01-02,-1.3\n", "per cent"),
        ("day,MKT\n2024-01-02,-inf\n", "line 2"),
    ],
)
def test_a_fault_of_a_factor_is_told_with_its_line(tmp_path: Path, content: str, word: str) -> None:
    with pytest.raises(DataError, match=word):
        read_factors(written(tmp_path, content), "event_study.factors")


def test_a_factor_may_double_or_lose_everything(tmp_path: Path) -> None:
    """100 % is the largest return that is believed."""
    read = read_factors(written(tmp_path, "\ufeffday,MKT\n\n2024-01-02,1.0\n\n2024-01-03,-1.0\n"), "f")
    assert read.frame["MKT"].tolist() == [1.0, -1.0]


def test_the_line_of_a_row_without_a_company_is_told(tmp_path: Path) -> None:
    content = "company,session\nA,2024-01-02\n ,2024-01-03\n"
    with pytest.raises(DataError, match="no company in line 3"):
        read_company_dates(written(tmp_path, content), "announcements.path")


def test_a_column_date_beside_the_session_is_only_carried_along(tmp_path: Path) -> None:
    path = written(tmp_path, "company,session,date\nA,2024-01-02,yesterday\n")
    frame = read_company_dates(path, "announcements.path").frame
    assert frame["session"].tolist() == [pd.Timestamp("2024-01-02")]
    assert frame["date"].tolist() == ["yesterday"]


def test_the_first_and_the_last_day_that_are_read(tmp_path: Path) -> None:
    path = written(tmp_path, "company,session\nA,1900-01-01\nA,2100-12-31\n")
    days = read_company_dates(path, "announcements.path").frame["session"]
    assert days.tolist() == [pd.Timestamp("1900-01-01"), pd.Timestamp("2100-12-31")]


def test_a_thousand_columns_are_read(tmp_path: Path) -> None:
    names = ["company", "session", *map(str, range(998))]
    content = f"{','.join(names)}\nA,2024-01-02{',' * 998}\n"
    assert read_company_dates(written(tmp_path, content), "announcements.path").frame.shape == (1, 1_000)


FRENCH = """\
This file was made by hand, with the lines above the names that research files have.

,Mkt-RF,SMB,RF
20240102,  -0.0070, 0.0012,0.0001
20240103,  -0.0085,-.0031,0.0001
"""
GERMAN = "sep=;\r\nDatum;MKT;SMB\r\n03.01.2024;-0,0085;-\r\n02.01.2024;-0,0070;0,0012\r\n"


@pytest.mark.parametrize(
    ("content", "columns", "values"),
    [
        (FRENCH, ["Mkt-RF", "SMB", "RF"], [[-0.007, 0.0012, 0.0001], [-0.0085, -0.0031, 0.0001]]),
        (GERMAN, ["MKT", "SMB"], [[-0.007, 0.0012], [-0.0085, np.nan]]),
        (GERMAN.encode("utf-16"), ["MKT", "SMB"], [[-0.007, 0.0012], [-0.0085, np.nan]]),
        ("Überschuss\tÖl\n2024-01-02\t1e-3\n3. Jan 2024\t\n".encode("cp1252"), ["Öl"], [[0.001], [np.nan]]),
    ],
    ids=["lines above", "German", "utf-16", "tabs"],
)  # fmt: skip
def test_factors_are_read_as_programs_write_them(tmp_path: Path, content, columns, values) -> None:
    frame = read_factors(written(tmp_path, content), "f").frame
    assert list(frame.columns) == columns
    np.testing.assert_array_equal(frame, values)
    assert frame.index.tolist() == [pd.Timestamp("2024-01-02"), pd.Timestamp("2024-01-03")]


def test_dates_of_companies_are_read_as_programs_write_them(tmp_path: Path) -> None:
    content = "Termine;\n\ncompany;session;Was\nGrün;02.01.2024;Bericht\nSIM2;13. März 2024;\n"
    frame = read_company_dates(written(tmp_path, content.encode("cp1252")), "announcements.path").frame
    assert frame["company"].tolist() == ["Grün", "SIM2"]
    assert frame["session"].tolist() == [pd.Timestamp("2024-01-02"), pd.Timestamp("2024-03-13")]
    assert frame["Was"].tolist() == ["Bericht", ""]
    assert frame.index.tolist() == [0, 1]


def test_the_line_that_is_told_counts_blank_lines_and_lines_above(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="in line 5"):
        read_factors(written(tmp_path, FRENCH.replace("-.0031", "much")).rename(tmp_path / "f.csv"), "f")


def test_per_cent_of_calm_days_is_noticed(tmp_path: Path) -> None:
    """Thirty days of half a percent or less: none is above 1, and no factor returns so much a day."""
    rows = "".join(f"2024-01-{day:02},{0.5 if day % 2 else -0.4}\n" for day in range(1, 31))
    with pytest.raises(DataError, match="per cent"):
        read_factors(written(tmp_path, "day,MKT\n" + rows), "f")
    decimals = rows.replace(",0.5", ",0.005").replace(",-0.4", ",-0.004")
    assert len(read_factors(written(tmp_path, "day,MKT\n" + decimals), "f").frame) == 30
