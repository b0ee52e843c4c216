"""Posts in workbooks. Expected values: the cells below, by hand."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.data.tables.workbooks import rows_in_xml, workbook

from naysay.data.forums import Record, forum
from naysay.data.tables import workbook_size
from naysay.data.witness import Witness
from naysay.study.errors import DataError, DataWarning
from naysay.study.spec import PostOptions

OPTIONS = PostOptions(format="table", path="x", company="file", timezone="UTC")
NAMES = ["id", "posted_at", "text", "likes"]
AT = dt.datetime.fromisoformat("2024-01-02T09:30")
MIDNIGHT = dt.datetime.fromisoformat("2024-01-03T00:00")
ROWS = [["p1", AT, "Grün", 3], ["p2", MIDNIGHT, "Hölle", None]]
TABLE = forum("table")


def read(folder: Path, content: bytes, name: str = "p.xlsx", of: PostOptions = OPTIONS) -> list[Record]:
    path = folder / name
    path.write_bytes(content)
    with Witness(path) as file:
        return [record for chunk in TABLE.chunks(path, of, file) for record in TABLE.records(chunk, of)]


def book(rows: list[list[Any]], **more: list[list[Any]]) -> bytes:
    return workbook({"Posts": rows_in_xml(rows)} | {name: rows_in_xml(of) for name, of in more.items()})


def cells(records: list[Record]) -> list[tuple[Any, ...]]:
    return [tuple(record.fields.values()) for record in records if record.fields]


@pytest.mark.parametrize("name", ["p.xlsx", "p.xlsm", "p.csv"])
def test_cells_keep_their_kinds(tmp_path: Path, name: str) -> None:
    rows = [[1, AT, "a", 2.5], [2, AT, "b", True], ["3", AT, "c", 5.5e17], [4, AT, "d", 123456789012345]]
    found = read(tmp_path, book([NAMES, *rows]), name)
    assert cells(found) == [
        (1, AT, "a", 2.5),
        (2, AT, "b", True),
        ("3", AT, "c", 5.5e17),
        (4, AT, "d", 123456789012345),
    ]
    assert isinstance(cells(found)[2][3], float)


def test_midnight_is_a_moment_where_others_have_a_clock(tmp_path: Path) -> None:
    found = read(tmp_path, book([NAMES, *ROWS]))
    assert [row[1] for row in cells(found)] == [AT, MIDNIGHT]
    days = read(tmp_path, book([NAMES, ["p1", dt.date(2024, 1, 3), "a", None]]))
    assert [row[1] for row in cells(days)] == [dt.date(2024, 1, 3)]


def test_lines_are_rows_of_the_sheet(tmp_path: Path) -> None:
    above = [["Report", "2024"], [], ["Brand", "Grün"], []]
    with pytest.warns(DataWarning, match=r"lines passed over: p\.xlsx, lines 2"):
        found = read(tmp_path, book([*above, NAMES, ROWS[0], [], ROWS[1]]))
    assert [(record.line, record.fields and record.fields["id"]) for record in found] == [
        (6, "p1"),
        (8, "p2"),
    ]


def test_a_table_may_begin_in_another_column(tmp_path: Path) -> None:
    found = read(tmp_path, book([[], [None, None, *NAMES], [None, None, *ROWS[0]]]))
    assert found[0].fields is not None
    assert (found[0].line, found[0].fields["id"], found[0].fields["text"]) == (3, "p1", "Grün")


def test_the_sheet_with_the_columns_is_read(tmp_path: Path) -> None:
    found = read(tmp_path, book([NAMES, *ROWS], Info=[["made", "by"], ["x", "y"]], Empty=[]))
    assert [row[0] for row in cells(found)] == ["p1", "p2"]


def test_several_sheets_of_posts_are_refused_by_name(tmp_path: Path) -> None:
    content = book([NAMES, ROWS[0]], More=[NAMES, ROWS[1]])
    with pytest.raises(DataError) as caught:
        read(tmp_path, content)
    fault = caught.value.fault
    assert (fault.field, fault.allowed) == ("posts.sheet", 'one sheet: "Posts", "More"')
    of = OPTIONS.model_copy(update={"sheet": "More"})
    assert [row[0] for row in cells(read(tmp_path, content, of=of))] == ["p2"]
    with pytest.raises(DataError, match="has no sheet"):
        read(tmp_path, content, of=OPTIONS.model_copy(update={"sheet": "Else"}))


def test_a_hidden_sheet_is_read_by_its_name_alone(tmp_path: Path) -> None:
    rows = {"Posts": rows_in_xml([NAMES, ROWS[0]]), "Old": rows_in_xml([NAMES, ROWS[1]])}
    with zipfile.ZipFile(io.BytesIO(workbook(rows))) as archive:
        listed = archive.read("xl/workbook.xml").replace(b'sheetId="2"', b'sheetId="2" state="hidden"')
    hidden = workbook(rows, {"xl/workbook.xml": listed})
    assert [row[0] for row in cells(read(tmp_path, hidden))] == ["p1"]
    of = OPTIONS.model_copy(update={"sheet": "Old"})
    assert [row[0] for row in cells(read(tmp_path, hidden, of=of))] == ["p2"]


def test_a_workbook_with_a_password_is_told(tmp_path: Path) -> None:
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(DataError, match=r"has a password.*Save a copy without"):
        read(tmp_path, content)


def test_names_of_sheets_are_shown_cut_and_printable(tmp_path: Path) -> None:
    hostile = "a\x1b[31m" + "x" * 200
    content = workbook({hostile.replace("\x1b", "\x85"): rows_in_xml([NAMES]), "b": rows_in_xml([NAMES])})
    with pytest.raises(DataError) as caught:
        read(tmp_path, content)
    assert "\x85" not in str(caught.value)
    assert "x" * 60 not in str(caught.value)


def test_a_column_that_is_missing_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="with 3 columns, among them id, text"):
        read(tmp_path, book([["id", "Zeit", "text"], ["1", AT, "a"]]))


@pytest.mark.parametrize("rows", [[], [[]], [NAMES]])
def test_a_sheet_without_rows(tmp_path: Path, rows: list[list[Any]]) -> None:
    if rows == [NAMES]:
        assert read(tmp_path, book(rows)) == []
    else:
        with pytest.raises(DataError, match="no sheet with rows"):
            read(tmp_path, book(rows))


def test_posts_come_out_of_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "p.xlsx"
    path.write_bytes(book([NAMES, *ROWS, ["p3", AT, None, None]]))
    of = OPTIONS.model_copy(update={"timezone": "Europe/Berlin"})
    (batch,) = TABLE.batches(path, of)
    assert (batch.post_id, batch.text) == (["p1", "p2"], ["Grün", "Hölle"])
    assert batch.posted_at[0] == 1704184200 * 10**9  # 08:30 UTC
    assert [(row.line, row.reason) for row in batch.refused] == [(4, "no_text")]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PK\x03\x04 and nothing else", "cannot be read"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "cannot be read"),
        (workbook({"a": "<row r='x'><c></row>"}), "cannot be read"),
        (workbook({"a": ""}, {"xl/workbook.xml": "<nothing"}), "cannot be read"),
    ],
)
def test_a_broken_workbook_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(DataError, match=message):
        read(tmp_path, content)


def test_an_archive_of_something_else_is_refused(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("posts.csv", "id,text")
    with pytest.raises(DataError, match=r"is an archive.*Unpack it"):
        read(tmp_path, stream.getvalue(), "p.zip")


def far(place: str) -> bytes:
    row = "".join(one for one in place if one.isdigit())
    return workbook({"a": f'<row r="1"><c r="A1"><v>1</v></c></row><row r="{row}"><c r="{place}"/></row>'})


@pytest.mark.parametrize(
    "content",
    [
        far("XFD1048576"),
        far("A99999999"),
        workbook({"a": '<row r="1">' + "<c><v>1</v></c>" * 2000 + '</row><row r="900000"/>'}),
        workbook({"a": "<row><c><v>1</v></c></row>"}, {"xl/more.xml": b"x" * 40_000_000}),
        workbook({"a": ""}, {"xl/sharedStrings.xml": '<sst uniqueCount="999999999999"><si/></sst>'}),
        workbook(
            {"a": "".join('<row><c t="s"><v>0</v></c></row>' for _ in range(5_000))},
            {"xl/sharedStrings.xml": f"<sst><si><t>{'long ' * 100_000}</t></si></sst>"},
        ),
    ],
    ids=["far", "further", "implicit", "large", "count", "shared"],
)
def test_a_small_file_fills_no_memory(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(DataError, match=r"which holds (more|less)"):
        read(tmp_path, content)


def test_a_part_that_is_larger_than_it_says_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook_size, "FREE", 2_000)
    with pytest.raises(DataError, match="times its size unpacked"):
        read(tmp_path, workbook({"a": " " * 1_000_000}))


values = (
    st.none()
    | st.booleans()
    | st.integers(-999, 999)
    | st.text(st.characters(codec="ascii", categories=["L", "P"]))
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(values, min_size=3, max_size=3), max_size=5))
def test_what_was_written_is_read_back(tmp_path: Path, rows: list[list[Any]]) -> None:
    expected = [["" if value is None else value for value in row] for row in rows]
    found = read(tmp_path, book([["id", "posted_at", "text"], *rows]))
    assert [list(row) for row in cells(found)] == [row for row in expected if any(v != "" for v in row)]


@pytest.mark.filterwarnings("ignore::naysay.study.errors.DataWarning")
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 10_000), raw=st.binary(min_size=1, max_size=8))
def test_a_damaged_workbook_raises_nothing_else(tmp_path: Path, place: int, raw: bytes) -> None:
    content = book([NAMES, *ROWS])
    place %= len(content)
    with suppress(DataError):
        read(tmp_path, content[:place] + raw + content[place + len(raw) :])
