"""The workbook. Expected values: the cells that went in, the limits of Excel, and the rules of OOXML.

Workbooks are read back by python-calamine, a second implementation, and as the XML that they are made of.
"""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook
from tests.reports.fakes import empty_tables, fake_results

from naysay.analysis.methods import all_tables
from naysay.reports.document import build
from naysay.reports.exports import _sheets, xlsx
from naysay.reports.exports._run_tables import run_tables
from naysay.reports.exports._sheets import LONGEST_CELL, LONGEST_NAME, sheet_name
from naysay.reports.exports.base import ExportInput
from naysay.reports.results import Results

FORMULAS = ("=1+1", "=cmd|' /C calc'!A0", "+1", "-1+2", "@SUM(A1)", "{=1}", "\t=1", "https://evil.example")
HOSTILE = (*FORMULAS, "<b>&amp;", "\x00\x1b[31m", "\u202eabc", "_x0041_", "株😀", "\ufffe", "a\nb", "\"'")
NUMBERED = re.compile(r"xl/worksheets/sheet\d+\.xml")


def drawn(results: Results, tables: Path) -> bytes:
    tables.mkdir(exist_ok=True)
    document = build(results, ("cover",))
    return xlsx.workbook(ExportInput(results, document, tables, tables.parent))


def with_table(frame: pd.DataFrame, name: str = "toy", language: str = "en") -> Results:
    """A run with one table more than usual, which the program does not know."""
    results = empty_tables(fake_results(language=language))
    return replace(results, tables={**results.tables, name: frame})


def cells(content: bytes, sheet: str) -> list[list[object]]:
    read = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name(sheet)
    return [list(row) for row in read.to_python(skip_empty_area=False)]


def sheets(content: bytes) -> list[str]:
    return CalamineWorkbook.from_filelike(BytesIO(content)).sheet_names


def xml(content: bytes) -> dict[str, str]:
    """The sheets' files by name."""
    with zipfile.ZipFile(BytesIO(content)) as parts:
        return {name: parts.read(name).decode() for name in parts.namelist() if NUMBERED.fullmatch(name)}


def test_there_is_a_sheet_for_each_table_and_three_about_them(tmp_path: Path) -> None:
    names = sheets(drawn(fake_results(), tmp_path / "tables"))
    assert names[:3] == ["Contents", "Findings", "Daily"]
    assert names[-1] == "Columns"
    assert len(names) == len(all_tables()) + 3


def test_a_german_report_has_german_sheets_and_headings(tmp_path: Path) -> None:
    content = drawn(fake_results(language="de"), tmp_path / "tables")
    assert sheets(content)[:3] == ["Inhalt", "Ergebnisse", "Tagesdaten"]
    assert cells(content, "Ereignisse")[0][:3] == ["Ereignis", "Unternehmen", "Handelstag 0"]


def test_cells_have_the_types_of_their_values(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {
            "company": ["005930", "AAA"],
            "session": ["2024-02-29", "2024-03-01"],
            "n_posts": [3, 4],
            "ret": [-0.25, float("nan")],
            "primary": [True, False],
            "term": ["2024-01-01", "1.5"],
        }
    )
    assert cells(drawn(with_table(frame), tmp_path / "tables"), "toy")[1:] == [
        ["005930", dt.date(2024, 2, 29), 3.0, -0.25, True, "2024-01-01"],
        ["AAA", dt.date(2024, 3, 1), 4.0, "", False, "1.5"],
    ]


def test_what_is_missing_is_an_empty_cell_and_never_zero(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {"company": ["A"], "a": [None], "b": [float("nan")], "c": [pd.NA], "d": [""], "e": [1]}
    )
    assert cells(drawn(with_table(frame), tmp_path / "tables"), "toy")[1] == ["A", "", "", "", "", 1.0]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_text_and_comes_back(text: str, tmp_path: Path) -> None:
    frame = pd.DataFrame({"company": [text], text: ["x"]})
    content = drawn(with_table(frame), tmp_path / "tables")
    for name, part in xml(content).items():
        tree = ElementTree.fromstring(part)
        assert tree.find(".//{*}f") is None, name
        assert tree.find(".//{*}hyperlink[@{*}id]") is None, name
    cell = str(cells(content, "toy")[1][0])
    assert re.sub(r"_x00(00|1[Bb])_", lambda m: chr(int(m[1], 16)), cell) == text.replace("\ufffe", "")


def test_no_cell_of_hostile_names_is_a_formula_or_a_link_out_of_the_workbook(tmp_path: Path) -> None:
    content = drawn(fake_results(names=HOSTILE[:12]), tmp_path / "tables")
    with zipfile.ZipFile(BytesIO(content)) as parts:
        texts = [parts.read(name).decode() for name in parts.namelist()]
    assert not any("<f>" in text or "externalLink" in text or "TargetMode" in text for text in texts)


def test_half_a_pair_is_written_as_its_number(tmp_path: Path) -> None:
    frame = pd.DataFrame({"company": pd.Series(["a\ud800"], dtype=object)})
    assert cells(drawn(with_table(frame), tmp_path / "tables"), "toy")[1] == ["a\\xd800"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (2**53 - 1, float(2**53 - 1)),
        (2**53 + 1, str(2**53 + 1)),
        (float("inf"), "inf"),
        (10**400, str(10**400)),
    ],
)
def test_a_number_that_excel_would_change_is_text(value: object, expected: object, tmp_path: Path) -> None:
    frame = pd.DataFrame({"company": ["A"], "volume": pd.Series([value], dtype=object)})
    assert cells(drawn(with_table(frame), tmp_path / "tables"), "toy")[1][1] == expected


@pytest.mark.parametrize("session", ["1899-12-31", "1900-02-28", "2024-02-30", "not a day", "=1"])
def test_what_excel_has_no_date_for_is_text(session: str, tmp_path: Path) -> None:
    frame = pd.DataFrame({"company": ["A"], "session": [session]})
    assert cells(drawn(with_table(frame), tmp_path / "tables"), "toy")[1][1] == session


def test_a_text_longer_than_a_cell_is_cut_and_the_first_sheet_says_so(tmp_path: Path) -> None:
    frame = pd.DataFrame({"company": ["A", "B", "C"], "term": ["x" * 40_000, "y" * LONGEST_CELL, "z"]})
    content = drawn(with_table(frame, language="de"), tmp_path / "tables")
    assert [len(str(row[1])) for row in cells(content, "toy")[1:]] == [LONGEST_CELL, LONGEST_CELL, 1]
    (line,) = (row for row in cells(content, "Inhalt") if row[0] == "toy")
    assert line == ["toy", "toy", 3.0, "Texte von mehr als 32.767 Zeichen sind gekürzt: 1."]


def test_rows_beyond_those_of_a_sheet_are_left_out_and_the_first_sheet_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 3)
    frame = pd.DataFrame({"company": list("ABCDE")})
    content = drawn(with_table(frame), tmp_path / "tables")
    assert len(cells(content, "toy")) == 4
    (line,) = (row for row in cells(content, "Contents") if row[0] == "toy")
    assert line[2:] == [5.0, "2 of 5 rows are left out: a sheet holds no more. tables/toy.csv has them all."]


def test_the_limit_of_rows_is_that_of_excel() -> None:
    assert _sheets.MOST_ROWS == 2**20 - 1


def test_an_empty_table_keeps_its_header_and_the_first_sheet_says_so(tmp_path: Path) -> None:
    content = drawn(empty_tables(fake_results()), tmp_path / "tables")
    assert cells(content, "Mean abnormal returns") == [
        ["Session from the event", "Mean cumulative abnormal return", "Standard error", "Lower end (95\xa0%)",
         "Upper end (95\xa0%)", "Events"]
    ]  # fmt: skip
    (line,) = (row for row in cells(content, "Contents") if row[1] == "caar")
    assert line[2:] == [0.0, "no rows in this study"]


def test_headers_stay_in_sight_and_have_filters(tmp_path: Path) -> None:
    frame = pd.DataFrame({"company": ["A", "B"], "ret": [1.0, 2.0]})
    content = drawn(with_table(frame), tmp_path / "tables")
    (sheet,) = (part for part in xml(content).values() if ">A</t>" in part and ">B</t>" in part)
    tree = ElementTree.fromstring(sheet)
    assert tree.find(".//{*}pane[@state='frozen'][@ySplit='1']") is not None
    assert [node.get("ref") for node in tree.iter() if node.tag.endswith("autoFilter")] == ["A1:B3"]
    assert {float(node.get("width", 0)) > 9 for node in tree.iter() if node.tag.endswith("}col")} == {True}


def test_a_table_that_only_its_file_has_is_read_with_its_texts_as_they_were(tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "daily.csv").write_text(
        "company,session,n_posts,ret\n'=A1,2024-01-02,3,0.5\n005930,2024-01-03,,-1e-05\n", encoding="utf-8"
    )
    results = fake_results()
    assert "daily" not in results.tables
    content = drawn(results, tmp_path / "tables")
    assert cells(content, "Daily")[1:] == [
        ["=A1", dt.date(2024, 1, 2), 3.0, 0.5],
        ["005930", dt.date(2024, 1, 3), "", -1e-05],
    ]


def test_of_a_long_file_the_rows_are_counted_and_only_the_first_are_read(tmp_path: Path) -> None:
    lines = "".join(f"A,2024-01-02,{number}\n" for number in range(10))
    (tmp_path / "daily.csv").write_text("company,session,n_posts\n" + lines, encoding="utf-8")
    daily = next(run_tables(fake_results(), tmp_path, most_rows=4))
    assert (daily.name, len(daily.frame), daily.rows) == ("daily", 4, 10)


def test_the_findings_are_those_of_page_one(tmp_path: Path) -> None:
    results = fake_results(language="de")
    rows = cells(drawn(results, tmp_path / "tables"), "Ergebnisse")
    answer = next(block for block in build(results, ("cover",)).blocks if hasattr(block, "sentence"))
    assert answer.sentence in [row[1] for row in rows]


def test_the_list_of_columns_has_names_headings_and_meanings(tmp_path: Path) -> None:
    rows = cells(drawn(fake_results(language="de"), tmp_path / "tables"), "Spalten")
    assert ["Ereignisse", "Kumulierte abnormale Rendite, +1\xa0bis\xa0+5", "car_(1,5)"] in [
        r[:3] for r in rows
    ]
    (line,) = (row for row in rows if row[0] == "Effekte" and row[2] == "horizon")
    assert line[1:] == ["Horizont (Handelstage)", "horizon", "sessions over which the return is added up"]


@pytest.mark.parametrize(
    ("title", "others", "expected"),
    [
        ("Events", (), "Events"),
        ("Events", ("events",), "Events 2"),
        ("History", (), "History 2"),
        ("a/b\\c[d]e:f*g?h", (), "abcdefgh"),
        ("'quoted'", (), "quoted"),
        ("", (), "–"),
        ("x" * 40, (), "x" * 31),
        ("x" * 40, ("x" * 31,), "x" * 29 + " 2"),
    ],
)
def test_names_of_sheets_are_those_excel_takes(title: str, others: tuple[str, ...], expected: str) -> None:
    assert sheet_name(title, others) == expected
    assert len(expected) <= LONGEST_NAME


def test_no_part_of_the_file_has_a_date_of_its_own(tmp_path: Path) -> None:
    with zipfile.ZipFile(BytesIO(drawn(fake_results(), tmp_path / "tables"))) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 31, 0, 0, 0)}
        assert "2025-12-30T00:00:00Z" in parts.read("docProps/core.xml").decode()


def test_the_first_sheet_has_the_mark(tmp_path: Path) -> None:
    document = replace(build(fake_results(), ("cover",)), mark="internal")
    content = xlsx.workbook(ExportInput(fake_results(), document, tmp_path, tmp_path))
    assert cells(content, "Contents")[2][0] == "naysay 0.1.0, as of 30\xa0December 2025 · internal"
