"""Limits of workbooks. Expected values: what a workbook of these cells takes, by hand."""

from __future__ import annotations

import io
import zipfile
import zlib

import pytest
from tests.data.tables.workbooks import rows_in_xml, workbook

from naysay.data.tables import workbook_size
from naysay.data.tables.workbook_size import TooLargeError, check_size


def check(xml: str, **parts: str) -> None:
    more = {f"xl/{name}.xml": content for name, content in parts.items()}
    check_size(io.BytesIO(workbook({"a": xml}, more)))


def test_a_full_sheet_is_within_the_limits() -> None:
    check(rows_in_xml([["text", 1, None, True]] * 2_000))


def test_a_sheet_may_leave_out_where_its_cells_are() -> None:
    check("<row><c><v>1</v></c><c><v>2</v></c></row>" * 20_000)


def test_most_cells_of_a_long_sheet_have_to_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_size, "FREE_CELLS", 100)
    check('<row r="1"><c r="A1"/></row><row r="50"><c r="B50"/></row>')
    with pytest.raises(TooLargeError, match="places"):
        check('<row r="1"><c r="A1"/></row><row r="51"><c r="B51"/></row>')


def test_cells_count_from_those_before_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_size, "FREE_CELLS", 700)
    check('<row r="1"><c r="Z1"/></row><row r="20"/>')
    with pytest.raises(TooLargeError, match="places"):
        check('<row r="1"><c r="Z1"/>' + "<c/>" * 10 + '</row><row r="20"/>')


@pytest.mark.parametrize(
    "tag", ['<c r="A1" t="s"><v>1</v></c>', "<c t='s' r='A1'>\n<v>1</v></c>", '<c t = "s"/>']
)
def test_a_shared_text_counts_for_each_cell(tag: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_size, "MOST_TEXT", 10_000)
    shared = f"<sst><si><t>short</t></si><si><t>{'x' * 1_000}</t></si></sst>"
    check(f'<row r="1">{tag}</row>', sharedStrings=shared)
    with pytest.raises(TooLargeError, match="of text"):
        check(f'<row r="1">{tag * 10}</row>', sharedStrings=shared)


def test_a_part_may_hold_more_than_it_declares() -> None:
    cells = '<row r="1"><c r="A1"/></row>' + " " * 5_000 + '<row r="1048577"><c r="A1048577"/></row>'
    raw = bytearray(workbook({"a": cells}))
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
        start = archive.read("xl/worksheets/sheet1.xml")[:200]
    for place in (raw.find(b"xl/worksheets/sheet1.xml") - 30, raw.rfind(b"xl/worksheets/sheet1.xml") - 46):
        offset = 14 if raw[place : place + 4] == b"PK\x03\x04" else 16
        raw[place + offset : place + offset + 4] = zlib.crc32(start).to_bytes(4, "little")
        assert raw[place + offset + 8 : place + offset + 12] == size.to_bytes(4, "little")
        raw[place + offset + 8 : place + offset + 12] = (200).to_bytes(4, "little")
    with pytest.raises((TooLargeError, zipfile.BadZipFile)):
        check_size(io.BytesIO(raw))


def test_names_of_cells_may_have_a_prefix() -> None:
    with pytest.raises(TooLargeError, match="rows"):
        check('<x:row r="1048577"><x:c r="A1048577"/></x:row>')
