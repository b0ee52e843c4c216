"""What kind of table a file is: by its first bytes, and by its name where these do not tell."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from naysay.data.forums._lines import is_plain
from naysay.data.forums._packed_head import packed_head
from naysay.data.tables.encoding import HEAD
from naysay.data.tables.kinds import Kind, kind_of
from naysay.data.tables.names import twice
from naysay.data.witness import Witness, shown_name
from naysay.study.errors import DataError

_LINE_SUFFIXES: Final = frozenset({".jsonl", ".ndjson"})
_MENDS: Final[dict[Kind, tuple[str, str]]] = {
    "markup": ("XML or a web page", "Open it in a spreadsheet and save it as .xlsx or as CSV in UTF-8."),
    "gzip": ("packed by gzip", "Name it so that it ends with .gz, such as posts.csv.gz."),
    "zstd": ("packed by zstd", "Name it so that it ends with .zst, such as posts.csv.zst."),
    "tar": ("an archive of several files", "Unpack it, and name the files that it holds."),
}


def kind_of_table(path: Path, file: Witness, declared: str) -> Kind:
    """The kind of a table; of the open ``file`` no byte is used up.

    Raises
    ------
    DataError
        A file of a kind that is no table, or that cannot be read.
    """
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if ".parquet" in suffixes:
        return "parquet"
    head = (file.peek() if is_plain(path) else packed_head(path).raw)[:HEAD]
    kind = kind_of(head, declared=declared)
    has_lines = not _LINE_SUFFIXES.isdisjoint(suffixes)
    is_packed = not is_plain(path)
    if kind in _MENDS:
        what, mend = _MENDS[kind]
        if kind == "markup" and (has_lines or ".json" in suffixes):
            mend = "A server that fails answers with such a page: get the file again, or leave it out."
        raise _refusal(
            path,
            f"which is {what}",
            "It is packed twice: unpack it once." if is_packed and kind in ("gzip", "zstd") else mend,
        )
    if is_packed and kind in ("parquet", "workbook", "compound"):
        raise _refusal(path, "which holds a packed table", "Unpack it, and name the unpacked file.")
    first = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if kind == "json":
        return "json_lines" if has_lines and first == b"{" and not _is_indented(head) else kind
    if first == b"[" and ".json" in suffixes:
        return "json"
    if kind in ("text", "empty") and (has_lines or ".json" in suffixes):
        return "json_lines"
    return kind


def check_once(path: Path, names: Sequence[str], wanted: Sequence[str]) -> None:
    """Raise a DataError where a column that is needed stands in a table twice."""
    if repeated := twice(names, wanted):
        raise DataError(
            "posts.columns",
            got=f"{shown_name(path)} with two columns named {', '.join(repeated)}",
            allowed="a table that has each column that is needed once",
            mend="Rename one of them in the file.",
        )


def _is_indented(head: bytes) -> bool:
    """Whether an object goes on below its first line."""
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").partition(b"\n")[0].strip() == b"{"


def _refusal(path: Path, fault: str, mend: str) -> DataError:
    return DataError(
        "posts.path",
        got=f"{shown_name(path)}, {fault}",
        allowed="CSV, JSON, Parquet, .xlsx, .xlsm, .xls or .ods",
        mend=mend,
    )
