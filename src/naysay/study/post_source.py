"""The files of posts: where they are, and how a table is laid out where the study says so."""

from __future__ import annotations

from typing import Annotated, Final, Literal, get_args

from pydantic import AfterValidator, Field

from naysay.study.values import Section, StudyPath, Text, part, refuse

TableEncoding = Literal[
    "", "utf-8", "utf-16", "windows-1250", "windows-1251", "windows-1252", "iso-8859-2", "iso-8859-15",
    "cp850", "mac-roman",
]  # fmt: skip
ENCODINGS: Final = ", ".join(name for name in get_args(TableEncoding) if name)
_NO_DELIMITERS: Final = frozenset("\r\n\0\"'\ufeff")


def _delimiter(text: str) -> str:
    if not text or (len(text) == 1 and text not in _NO_DELIMITERS and not text.isalnum()):
        return text
    raise refuse('one character that parts cells, such as ";"', 'Write "\\t" for a tab.')


Delimiter = Annotated[str, AfterValidator(_delimiter)]
"""One character that is no letter, digit, quotation mark or end of a line; none where it is worked out."""


class PostSource(Section):
    """The first keys of ``[posts]``. What is left out of a table's is worked out from each file by itself."""

    format: Annotated[str, part("forums")] = Field(description="a name that `naysay list forums` shows")
    path: StudyPath = Field(
        min_length=1, description="a file or glob below the workspace, such as data/posts/*.jsonl.zst"
    )
    encoding: TableEncoding = Field(
        default="", description=f"the encoding of a table, worked out if left out: {ENCODINGS}"
    )
    delimiter: Delimiter = Field(
        default="", description="the character that parts cells, worked out if left out, such as ; or \\t"
    )
    sheet: Text = Field(
        default="", description="the sheet of a workbook, if left out the only one that has rows"
    )
    records: Text = Field(
        default="",
        description="the keys that lead to the list of posts in a JSON file, worked out if left out, such as "
        "data.items",
    )
