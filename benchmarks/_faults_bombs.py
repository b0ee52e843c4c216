"""Files of posts of up to 1 MB that are made to cost memory or time."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Callable, Mapping
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq
import zstandard

MB: Final = 1_000_000
Bomb = Callable[[], bytes]
_BLOCK: Final = 1 << 17


def _zst(content: bytes, times: int, *, frames: bool = False) -> bytes:
    """``content`` written ``times`` times, in one frame or as many."""
    archive = zstandard.ZstdCompressor(level=19)
    if frames:
        return archive.compress(content) * times
    inflate = archive.compressobj()
    return b"".join([*(inflate.compress(content) for _ in range(times)), inflate.flush()])


def _run_of(byte: bytes, megabytes: int, *, window_log: int = 23) -> bytes:
    """A frame of one byte over and over, in blocks that say how often (RFC 8878, 3.1.1.2)."""
    blocks = megabytes * 8
    header = (_BLOCK << 3 | 1 << 1).to_bytes(3, "little") + byte
    last = (_BLOCK << 3 | 1 << 1 | 1).to_bytes(3, "little") + byte
    return b"\x28\xb5\x2f\xfd\x00" + bytes([(window_log - 10) << 3]) + header * (blocks - 1) + last


def _gz(content: bytes, times: int) -> bytes:
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", compresslevel=9, mtime=0) as to:
        for _ in range(times):
            to.write(content)
    return buffer.getvalue()


def _parquet(columns: Mapping[str, pa.Array], *, rows: int = 0) -> bytes:
    """A table of ``columns``, written again until it has ``rows``."""
    buffer = io.BytesIO()
    table = pa.table(dict(columns))
    with pq.ParquetWriter(buffer, table.schema, compression="zstd", use_dictionary=True) as to:
        for _ in range(max(1, rows // max(1, table.num_rows))):
            to.write_table(table)
    return buffer.getvalue()


def _repeated(text: str, rows: int) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int32()), pa.array([text]))


def _table(rows: int, *, text: str = "a", ident: str = "") -> dict[str, pa.Array]:
    return {
        "id": _repeated(ident, rows) if ident else pa.array([str(n) for n in range(rows)]),
        "posted_at": _repeated("2024-02-02T10:00:00Z", rows),
        "company": _repeated("SIM1", rows),
        "text": _repeated(text, rows),
    }


_HEAD: Final = b"id,posted_at,company,text\n"
_ROW: Final = b"%d,2024-02-02T10:00:00Z,SIM1,"


def _one_text(text: str) -> bytes:
    """A post like any other but for its text."""
    cut = text.encode()[: MB - 100].decode("utf-8", "ignore")
    return _HEAD + _ROW % 1 + b'"' + cut.replace('"', "'").encode() + b'"\n'


def wide(columns: int = 100_000) -> bytes:
    """A line of names."""
    return b",".join(b"c%d" % n for n in range(columns)) + b"\n"


def _wide_and_ours() -> bytes:
    return _HEAD[:-1] + b",x" * 100_000 + b"\n" + (_ROW % 1 + b"a" + b"," * 100_000 + b"\n") * 6


def _nulls() -> bytes:
    """A hundred million rows of nothing."""
    return _parquet({name: pa.nulls(5 * MB, pa.string()) for name in _table(1)}, rows=100 * MB)


def _columns() -> bytes:
    return _parquet(_table(1) | {f"c{n}": pa.array([1]) for n in range(3000)})


def _nested() -> pa.Array:
    return pa.array([[["a"] * 30_000] * 30] * 30)


POSTS: Final[dict[str, tuple[str, Bomb]]] = {
    "newlines, zst": ("csv.zst", lambda: _run_of(b"\n", 2000)),
    "newlines, gz": ("jsonl.gz", lambda: _gz(b"\n" * MB, 900)),
    "newlines, jsonl.zst": ("jsonl.zst", lambda: _run_of(b"\n", 2000)),
    "one long line, zst": ("jsonl.zst", lambda: _run_of(b"a", 2000)),
    "one long line, gz": ("csv.gz", lambda: _gz(b"a" * MB, 900)),
    "blanks, zst": ("jsonl.zst", lambda: _zst(b" \n" * (MB // 2), 500)),
    "empty objects, zst": ("jsonl.zst", lambda: _zst(b"{}\n" * (MB // 3), 300)),
    "many empty frames": ("jsonl.zst", lambda: _zst(b"", MB // 20, frames=True)[:MB]),
    "many frames that inflate": ("jsonl.zst", lambda: _zst(b"\n" * MB, 9000, frames=True)[:MB]),
    "many members that inflate": ("jsonl.gz", lambda: (gzip.compress(b"\n" * MB) * 900)[:MB]),
    "a frame of a wide window": ("jsonl.zst", lambda: _run_of(b"\n", 2100, window_log=31)),
    "a wide window, one line": ("jsonl.zst", lambda: _run_of(b"a", 2100, window_log=31)),
    "a wide window, little in it": ("jsonl.zst", lambda: _run_of(b"\n", 1, window_log=31)),
    "sixteen gigabytes of newlines": ("csv.zst", lambda: _run_of(b"\n", 16_000)),
    "open quotes": ("csv", lambda: _HEAD + b'"\n' * (MB // 2 - 20)),
    "open quotes late": ("csv", lambda: _HEAD + b'1,"a\n' * (MB // 5 - 20)),
    "a quote that is closed late": ("csv", lambda: _HEAD + b'"' + b"a\n" * (MB // 2 - 30) + b'"\n'),
    "quotes alone": ("csv", lambda: _HEAD + b'"' * (MB - 40)),
    "carriage returns": ("csv", lambda: _HEAD + b"\r" * (MB - 40)),
    "commas": ("csv", lambda: _HEAD + b"," * (MB - 40)),
    "a header of 100,000 columns": ("csv", lambda: wide() + b"1\n"),
    "100,000 columns and ours": ("csv", _wide_and_ours),
    "short rows": ("csv", lambda: _HEAD + b"1\n" * (MB // 2 - 20)),
    "commas, zst": ("csv.zst", lambda: _zst(_HEAD + b"," * MB, 1) + _zst(b"," * MB, 15)),
    "deep JSON": ("jsonl", lambda: b"[" * (MB - 1) + b"\n"),
    "deep JSON closed": ("jsonl", lambda: b'{"a":' * 140_000 + b"1" + b"}" * 140_000 + b"\n"),
    "a number of 1 MB": ("jsonl", lambda: b'{"id":' + b"9" * (MB - 20) + b"}\n"),
    "100,000 keys": ("jsonl", lambda: json.dumps({f"k{n}": 0 for n in range(70_000)}).encode() + b"\n"),
    "a list of nothing, zst": ("jsonl.zst", lambda: _zst(b"[" + b"[]," * 5_000_000 + b"0]\n", 3)),
    "Parquet: one long text": ("parquet", lambda: _parquet(_table(100_000, text="a" * 900_000))),
    "Parquet: one long id": ("parquet", lambda: _parquet(_table(100_000, ident="a" * 900_000))),
    "Parquet: a longer text": ("parquet", lambda: _parquet(_table(10_000, text="ab " * 5_000_000))),
    "Parquet: nulls": ("parquet", _nulls),
    "Parquet: short rows": ("parquet", lambda: _parquet(_table(3 * MB, ident="1"))),
    "Parquet: nested": ("parquet", lambda: _parquet(_table(30, text="") | {"author": _nested()})),
    "Parquet: columns": ("parquet", _columns),
    "a text of one letter": ("csv", lambda: _one_text("a" * MB)),
    "a text of emoji": ("csv", lambda: _one_text("🚀" * MB)),
    "a text of exclamation marks": ("csv", lambda: _one_text("!" * MB)),
    "a text of handles": ("csv", lambda: _one_text("@" * MB)),
    "a text of cashtags": ("csv", lambda: _one_text("$SIM1 " * MB)),
    "a text of addresses": ("csv", lambda: _one_text("https://a" * MB)),
    "a text of negations": ("csv", lambda: _one_text("not very good " * MB)),
    "a text of hyphens": ("csv", lambda: _one_text("a-" * MB)),
    "a text of apostrophes": ("csv", lambda: _one_text("n't" * MB)),
    "a text of blanks": ("csv", lambda: _one_text("a" + " \t" * MB)),
    "a text of the company": ("csv", lambda: _one_text("Simulated One " * MB)),
    "a text of accents": ("csv", lambda: _one_text("a\u0301" * MB)),
}  # fmt: skip
"""By name: the ending of the file of posts, and its content."""
