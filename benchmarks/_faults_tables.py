"""Sound tables as spreadsheets and other programs export them, and mutants of workbooks."""

from __future__ import annotations

import io
import json
import random
import zipfile
from typing import Final
from xml.sax.saxutils import escape

from benchmarks import _faults_seeds as seeds
from benchmarks._faults_mutations import mutated

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARTS: Final = "http://schemas.openxmlformats.org/package/2006"
_SHEET: Final = "xl/worksheets/sheet1.xml"


def utf_16() -> bytes:
    """What Excel calls Unicode text."""
    return seeds.posts_csv().decode().replace(",", "\t").encode("utf-16")


def cp1252() -> bytes:
    """A German export: lines on the export, semicolons, umlauts, Windows-1252."""
    names = ";".join(seeds.rows()[0])
    rows = "".join(
        ";".join('"' + cell.replace('"', '""') + ' für"' if ", " in cell else cell for cell in row.values())
        + "\r\n"
        for row in seeds.rows()
    )
    return f"sep=;\r\nBericht:;Übersicht\r\n\r\n{names}\r\n{rows}".encode("cp1252", "replace")


def json_array() -> bytes:
    return json.dumps(seeds.rows(), ensure_ascii=False).encode()


def json_page() -> bytes:
    """What Reddit gives."""
    children = [{"kind": "t3", "data": row} for row in seeds.rows()]
    return json.dumps({"kind": "Listing", "data": {"after": None, "children": children}}, indent=1).encode()


def workbook_parts() -> dict[str, bytes]:
    """A workbook with lines above the names, shared texts, numbers and a second sheet."""
    rows = seeds.rows()
    texts = list(rows[0])
    cells = ['<row r="1"><c r="A1" t="inlineStr"><is><t>Report</t></is></c></row>']
    cells.append(_row(3, range(len(texts))))
    for number, row in enumerate(rows, 4):
        first = len(texts)
        texts += row.values()
        cells.append(_row(number, range(first, len(texts))))
    sheets = '<sheet name="Posts" sheetId="1" r:id="r1"/><sheet name="B" sheetId="2" r:id="r2"/>'
    book = f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>'
    shared = "".join(f"<si><t>{escape(text)}</t></si>" for text in texts)
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PARTS}/content-types"/>'.encode(),
        "_rels/.rels": _relations(("r1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": book.encode(),
        "xl/_rels/workbook.xml.rels": _relations(
            ("r1", "worksheet", "worksheets/sheet1.xml"),
            ("r2", "worksheet", "worksheets/sheet2.xml"),
            ("r3", "sharedStrings", "sharedStrings.xml"),
        ),
        "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}" uniqueCount="{len(texts)}">{shared}</sst>'.encode(),
        _SHEET: _sheet("\n".join(cells)),
        "xl/worksheets/sheet2.xml": _sheet(""),
    }


def workbook_mutant(rng: random.Random) -> bytes:
    """A part that is changed, or the archive."""
    parts = workbook_parts()
    inner = rng.random() < 0.75
    if inner:
        name = rng.choice((_SHEET, _SHEET, *parts))
        parts[name] = mutated(rng, parts[name], "lines")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue() if inner else mutated(rng, stream.getvalue())


def _row(number: int, texts: range) -> str:
    cells = "".join(
        f'<c r="{chr(65 + column)}{number}" t="s"><v>{text}</v></c>' for column, text in enumerate(texts)
    )
    return f'<row r="{number}">{cells}</row>'


def _sheet(rows: str) -> bytes:
    return f'<worksheet xmlns="{_MAIN}"><sheetData>\n{rows}\n</sheetData></worksheet>'.encode()


def _relations(*of: tuple[str, str, str]) -> bytes:
    inner = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"/>' for key, kind, target in of
    )
    return f'<Relationships xmlns="{_PARTS}/relationships">{inner}</Relationships>'.encode()
