"""Writes small .xlsx files, right ones and others that a spreadsheet would not write."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARTS: Final = "http://schemas.openxmlformats.org/package/2006"
_EPOCH: Final = dt.datetime.fromisoformat("1899-12-30T00:00")
_TYPES: Final = (
    f'<Types xmlns="{_PARTS}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def letters(column: int) -> str:
    """The name of a column, from 0 on: A, B ... Z, AA."""
    return (letters(column // 26 - 1) if column >= 26 else "") + chr(65 + column % 26)


def cell(place: str, value: Any) -> str:
    """A cell with its value: a text, a number, a truth, a moment, a day; none for None."""
    match value:
        case None:
            return ""
        case bool():
            return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
        case str():
            return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
        case dt.datetime():
            return f'<c r="{place}" s="1"><v>{(value - _EPOCH) / dt.timedelta(days=1)!r}</v></c>'
        case dt.date():
            return cell(place, dt.datetime.combine(value, dt.time()))
    return f'<c r="{place}"><v>{value!r}</v></c>'


def rows_in_xml(rows: Sequence[Sequence[Any]]) -> str:
    """The rows of a sheet, from the first on."""
    return "".join(
        f'<row r="{row}">'
        + "".join(cell(f"{letters(column)}{row}", value) for column, value in enumerate(values))
        + "</row>"
        for row, values in enumerate(rows, 1)
    )


def workbook(sheets: Mapping[str, str], more: Mapping[str, bytes | str] | None = None) -> bytes:
    """A workbook of sheets, by name, whose rows are in XML; ``more`` are further parts, by their names."""
    numbered = list(enumerate(sheets.items(), 1))
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="r{n}"/>' for n, (name, _) in numbered
    )
    related = "".join(
        f'<Relationship Id="r{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n, _ in numbered
    )
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": f'<Relationships xmlns="{_PARTS}/relationships"><Relationship Id="r1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PARTS}/relationships">{related}'
        f'<Relationship Id="rs" Type="{_OFFICE}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rt" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><cellXfs count="2"><xf numFmtId="0"/>'
        '<xf numFmtId="22"/></cellXfs></styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}"/>',
        **{
            f"xl/worksheets/sheet{n}.xml": f'<worksheet xmlns="{_MAIN}">'
            f"<sheetData>{xml}</sheetData></worksheet>"
            for n, (_, xml) in numbered
        },
        **(more or {}),
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()
