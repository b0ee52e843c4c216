"""Small changes that break files: of bytes, of tables, of JSON and of Parquet. All from one random.Random."""

from __future__ import annotations

import io
import json
import random
from collections.abc import Callable, Sequence
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

TOKENS: Final[tuple[bytes, ...]] = (
    b"\0", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xff\xfe", b'"', b"'", b'""', b"\n", b"\r", b"\r\n", b"\n\n",
    b"\t", b",", b";", b"|", b"NaN", b"Infinity", b"-Infinity", b"1e400", b"-0", b"9" * 400,
    b"1" + b"0" * 5000, b"=1+1", b"=cmd|'/C calc'!A0", b"@SUM(A1)", b"+1", b"-1", b"[" * 3000, b"{" * 500,
    b"]", b"}", b'{"a":' * 400, "\u202eabc\u2066".encode(), "\u2028".encode(), b"\x1b[31m",
    "\u0000".encode(), b"\\ud800", b"\\u0000", b"9999-12-31", b"0001-01-01", b"1677-09-21", b"2262-04-12",
    b"2024-02-30", b"10000-01-01", b"-0001-01-01", b"2024-01-02T00:00:00+99:99", b"253402300800",
    b"-62135596800", b"1e18", b"9223372036854775808", b"-9223372036854775809", b"nan", b"null", b"true",
    b"None", b"inf", b"1_000", "１２".encode(), b"0x10", b"1,5", b"../../etc/passwd", b"%s%n{0}{name}",
    b"<script>", b"$\\alpha$", b"#", b"\\", b"\x85", b"\xc2\x85", b"\x1c", b"A" * 70_000, b" " * 3000,
    "é".encode("latin-1"), "🚀".encode() * 50,
)  # fmt: skip
NASTY_JSON: Final[tuple[Any, ...]] = (
    None, True, False, 0, -1, 1.5, 10**400, -(10**18), 2**63, 2**64, 1e308, float("nan"), float("inf"), "",
    " ", "\0", "\ud800", "\u202e", "x" * 5000, "9" * 5000, "NaN", "=1+1", "2024-13-01",
    "9999-12-31T23:59:59Z", [], {}, [[]], [None], [1, "a", {}], {"": ""}, {"a": {"b": []}}, [[1], [2, 3]],
    "../x", "\n", "\x1b[2J",
)  # fmt: skip
Mutation = Callable[[random.Random, bytes], bytes]


def mutated(rng: random.Random, content: bytes, shape: str = "bytes") -> bytes:
    """``content`` after one to four changes; ``shape`` says which there are: bytes, lines, json, jsonl."""
    ways = (*_BYTES, *_SHAPED.get(shape, ()) * 3)
    for _ in range(rng.choice((1, 1, 1, 2, 2, 3, 4))):
        content = rng.choice(ways)(rng, content)
    return content[:2_000_000]


def _flip(rng: random.Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(rng.choice((1, 1, 2, 8))):
        if changed:
            changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def _cut(rng: random.Random, content: bytes) -> bytes:
    return content[: rng.randrange(len(content) + 1)]


def _hole(rng: random.Random, content: bytes) -> bytes:
    start, end = _span(rng, content)
    return content[:start] + content[end:]


def _repeat(rng: random.Random, content: bytes) -> bytes:
    start, end = _span(rng, content)
    return content[:end] + content[start:end] * rng.choice((1, 1, 2, 5, 50)) + content[end:]


def _move(rng: random.Random, content: bytes) -> bytes:
    start, end = _span(rng, content)
    rest, at = content[:start] + content[end:], rng.randrange(len(content) + 1)
    return rest[:at] + content[start:end] + rest[at:]


def _token(rng: random.Random, content: bytes) -> bytes:
    at = rng.choice((0, len(content), rng.randrange(len(content) + 1), rng.randrange(len(content) + 1)))
    return content[:at] + rng.choice(TOKENS) + content[at + rng.choice((0, 0, 1, 5)) :]


def _span(rng: random.Random, content: bytes) -> tuple[int, int]:
    start = rng.randrange(len(content) + 1)
    return start, min(len(content), start + rng.choice((1, 2, 5, 30, 200, 2000)))


def _line_cells(rng: random.Random, content: bytes) -> tuple[list[bytes], int, bytes]:
    lines = content.split(b"\n")
    return lines, rng.randrange(len(lines)), b"\t" if b"\t" in lines[0] else b","


def _cell(rng: random.Random, content: bytes) -> bytes:
    """One cell becomes something nasty, bare or in quotes."""
    lines, at, mark = _line_cells(rng, content)
    cells = lines[at].split(mark)
    token = rng.choice(TOKENS)
    cells[rng.randrange(len(cells))] = (
        token if rng.random() < 0.7 else b'"' + token.replace(b'"', b'""') + b'"'
    )
    lines[at] = mark.join(cells)
    return b"\n".join(lines)


def _column(rng: random.Random, content: bytes) -> bytes:
    """A column of all lines is dropped, doubled, or changes places with another."""
    lines, _, mark = _line_cells(rng, content)
    width = len(lines[0].split(mark))
    one, other, way = rng.randrange(width), rng.randrange(width), rng.randrange(3)
    changed = []
    for line in lines:
        cells = line.split(mark)
        if len(cells) == width:
            if way == 0:
                del cells[one]
            elif way == 1:
                cells.insert(other, cells[one])
            else:
                cells[one], cells[other] = cells[other], cells[one]
        changed.append(mark.join(cells))
    return b"\n".join(changed)


def _shuffle_lines(rng: random.Random, content: bytes) -> bytes:
    lines = content.split(b"\n")
    rng.shuffle(lines)
    return b"\n".join(lines[: rng.choice((len(lines), len(lines), 1, 2))])


def _json_line(rng: random.Random, content: bytes) -> bytes:
    lines = content.split(b"\n")
    at = rng.randrange(len(lines))
    lines[at] = _json(rng, lines[at])
    return b"\n".join(lines)


def _json(rng: random.Random, content: bytes) -> bytes:
    """One value somewhere inside becomes another, goes, or sits under another name."""
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        return _token(rng, content)
    if isinstance(value, dict | list) and value:
        _change(rng, value)
    else:
        value = rng.choice(NASTY_JSON)
    return json.dumps(value, ensure_ascii=rng.random() < 0.5).encode("utf-8", "surrogatepass")


def _change(rng: random.Random, value: Any) -> None:
    while True:
        key = rng.choice(list(value)) if isinstance(value, dict) else rng.randrange(len(value))
        inner = value[key]
        if not (isinstance(inner, dict | list) and inner) or rng.random() < 0.25:
            break
        value = inner
    way = rng.randrange(6)
    if way == 0:
        del value[key]
    elif way == 1 and isinstance(value, dict):
        value[rng.choice((f"{key} ", "", "\0", str(key).upper()))] = value.pop(key)
    elif way == 2:
        value[key] = [inner] if rng.random() < 0.5 else {"a": inner}
    elif way == 3 and isinstance(inner, list) and inner:
        inner.append(rng.choice(NASTY_JSON))
    else:
        value[key] = rng.choice(NASTY_JSON)


_BYTES: Final[tuple[Mutation, ...]] = (_flip, _flip, _cut, _hole, _repeat, _move, _token, _token)
_SHAPED: Final[dict[str, tuple[Mutation, ...]]] = {
    "lines": (_cell, _cell, _column, _shuffle_lines),
    "jsonl": (_json_line, _json_line, _json_line, _shuffle_lines),
    "json": (_json,),
}


def parquet_mutant(rng: random.Random, rows: Sequence[dict[str, str]]) -> bytes:
    """A Parquet file of ``rows`` with odd types, names or codecs, its bytes sometimes changed too."""
    columns: dict[str, Any] = {name: [row[name] for row in rows] for name in rows[0]}
    for _ in range(rng.choice((0, 1, 1, 2))):
        columns[rng.choice(list(columns))] = _odd_column(rng, len(rows))
    if rng.random() < 0.1:
        columns.pop(rng.choice(list(columns)))
    names = list(columns)
    if rng.random() < 0.1:
        names[rng.randrange(len(names))] = rng.choice(("id", "text", "", "\0", "a.b"))
    buffer = io.BytesIO()
    how: dict[str, Any] = {
        "compression": rng.choice(("none", "snappy", "zstd", "gzip")),
        "use_dictionary": rng.random() < 0.7,
        "row_group_size": rng.choice((1, 7, 100)),
    }
    try:
        pq.write_table(pa.table(list(columns.values()), names=names), buffer, **how)
    except pa.ArrowException:  # a type that the format does not have
        return parquet_mutant(rng, rows)
    content = buffer.getvalue()
    return mutated(rng, content) if rng.random() < 0.6 else content


def _odd_column(rng: random.Random, n: int) -> pa.Array:
    bad = b"\xff\xfe\x80"
    odd: tuple[Callable[[], pa.Array], ...] = (
        lambda: pa.nulls(n),
        lambda: pa.array([2**62 + k for k in range(n)]),
        lambda: pa.array([float("nan")] * n),
        lambda: pa.array([bad] * n, pa.binary()),
        lambda: pa.Array.from_buffers(pa.string(), n, pa.array([bad] * n, pa.binary()).buffers()),
        lambda: pa.array([["a", None]] * n),
        lambda: pa.array([{"a": 1}] * n),
        lambda: pa.array([[("k", 1)]] * n, pa.map_(pa.string(), pa.int64())),
        lambda: pa.array([2**62] * n, pa.timestamp(rng.choice(("s", "ms", "us", "ns")))),
        lambda: pa.array(
            [10**9 + k for k in range(n)],
            pa.timestamp("s", tz=rng.choice(("UTC", "+99:00", "Europe/Berlin"))),
        ),
        lambda: pa.array([-(10**6)] * n, pa.date32()),
        lambda: pa.array([1] * n, pa.decimal128(38, 2)),
        lambda: pa.array([1] * n, pa.duration("ns")),
        lambda: pa.array([1] * n, pa.time64("ns")),
        lambda: pa.array(["x"] * n).dictionary_encode(),
        lambda: pa.array([True] * n),
        lambda: pa.array(["\0", "=1"] * (n // 2) + [""] * (n % 2), pa.large_string()),
    )
    return rng.choice(odd)()
