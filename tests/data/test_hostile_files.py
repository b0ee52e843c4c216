"""Small files that would unpack to more than the memory holds. The limits that are expected are the program's
own; memory is the high-water mark of a process that reads the file, less what it had before."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from benchmarks._least_study import least_study

from naysay.data.forums import Record, _allowance, forum
from naysay.data.forums.base import LONGEST_ROW
from naysay.data.witness import Witness
from naysay.study.errors import DataError
from naysay.study.spec import PostOptions

MOST_MB: Final = 100
OPTIONS: Final = PostOptions(format="table", path="x", company="file", max_lost=1.0)
AT: Final = "2014-01-15T10:00:00Z"
SKIPPED: Final = b"\x50\x2a\x4d\x18" + (900_000).to_bytes(4, "little") + bytes(900_000)
"""A frame of .zst that holds nothing and makes the file larger."""

READS: Final = """
import sys
from pathlib import Path
import numpy as np
import pandas as pd
from naysay.data.posts import read_posts
from naysay.data.scorers import scorer
from naysay.data.sessions import Sessions
from naysay.study.errors import DataError
from naysay.study.file import read_study

def memory(line):
    status = Path("/proc/self/status").read_text()
    return int(status.split(line)[1].split()[0]) // 1024

study = read_study(Path(sys.argv[1]))
scorer("finance").score(["what it reads takes memory once"])
always = Sessions("XNYS", pd.DatetimeIndex(["2014-01-15"]), np.array([2**62]), 0)
for name in sys.argv[2:]:
    path = Path(name)
    before = memory("VmRSS:")
    Path("/proc/self/clear_refs").write_text("5")
    try:
        found = read_posts(study, {path.name: path}, sessions={"A": always}, scorers=[scorer("finance")],
                           folder=path.parent / "parts", quarantine=path.parent / "quarantine.jsonl")
        told = str({(of.stage, of.cause): of.rows for of in found.losses})
    except DataError as refusal:
        told = str(refusal)
    print(path.name, memory("VmHWM:") - before, told, sep="\\t")
"""
STUDY: Final = least_study(
    start="2014-01-01", end="2014-12-31", ticker="A", path="x", company="folder", max_lost=1.0
)


def post(number: int, text: str = "bad") -> bytes:
    return json.dumps({"id": str(number), "posted_at": AT, "text": text}).encode() + b"\n"


def zst(block: bytes, times: int, window: int = 20) -> bytes:
    wide = zstandard.ZstdCompressionParameters(window_log=window, compression_level=1)
    stream = zstandard.ZstdCompressor(compression_params=wide).compressobj()
    return b"".join(stream.compress(block) for _ in range(times)) + stream.flush()


def parquet(columns: dict[str, Any], **options: Any) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out, compression="zstd", **options)
    return out.getvalue()


def repeated(text: str, rows: int) -> dict[str, Any]:
    places = pa.array(np.zeros(rows, dtype=np.int32))
    return {
        "id": pa.DictionaryArray.from_arrays(places, pa.array(["1"])),
        "posted_at": pa.DictionaryArray.from_arrays(places, pa.array([AT])),
        "text": pa.DictionaryArray.from_arrays(places, pa.array([text])),
    }


def long_texts() -> bytes:
    return parquet(
        {"id": [str(n) for n in range(60)], "posted_at": [AT] * 60, "text": ["bad " * 300_000] * 60},
        use_dictionary=False,
    )


FILES: Final[dict[str, tuple[Callable[[], bytes], str]]] = {
    "newlines.jsonl.zst": (lambda: zst(b"\n" * 2**20, 400), "holds a row for less than 4 bytes"),
    "newlines.jsonl.gz": (lambda: gzip.compress(b"\n" * 60_000_000, 1), "holds a row for less than 4 bytes"),
    "one-line.jsonl.zst": (lambda: zst(b"x" * 2**20, 400), "unpacks to more than 128 times"),
    "posts.jsonl.zst": (lambda: zst(post(1) * 10_000, 30), "holds a row for less than 4 bytes"),
    "window.jsonl.zst": (
        lambda: SKIPPED + zst(post(1, "x" * 2**20), 120, 30),
        "unpacks to more than 32 times",
    ),
    "wide.jsonl.zst": (lambda: SKIPPED + zst(post(1, "x" * 2**20), 100, 28), "unpacks to more than 32 times"),
    "long-posts.jsonl.zst": (
        lambda: SKIPPED + zst(b"".join(post(n, "bad " * 2**18) for n in range(50)), 1),
        "('kept', 'posts'): 50",
    ),
    "deep.json.zst": (lambda: zst(b"[" * 2**20, 300), "which is no whole JSON"),
    "deep.json": (lambda: b"[" * 3_000_000, "which is no whole JSON"),
    "brackets.json.zst": (
        lambda: zst(b'{"a": [' + b"{}," * 2**18, 40),
        "opens more than 4 brackets for each byte",
    ),
    "newlines.csv": (lambda: b"\n" * 1_000_000, "without a single row"),
    "quote-and-newlines.csv": (lambda: b'id,posted_at,text\n1,2,"' + b"\n" * 1_000_000, "row_too_long"),
    "columns.csv": (lambda: b"id,posted_at,text" + b"," * 900_000, "names of at most 10000 columns"),
    "entry.parquet": (lambda: parquet(repeated("x" * 5_000_000, 90_000)), "row_too_long'): 90000"),
    "entries.parquet": (lambda: parquet(repeated("x" * 1_000_000, 90_000)), "unpacks to more than 128 times"),
    "nothing.parquet": (lambda: parquet(repeated("x", 5_000_000)), "holds a row for less than 4 bytes"),
    "page.parquet": (long_texts, "unpacks to more than 128 times"),
}


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, str]]:
    """Megabytes and what was told, by file; one process reads them all."""
    if not Path("/proc/self/clear_refs").exists():
        pytest.skip("the high-water mark of memory is Linux's")
    folder = tmp_path_factory.mktemp("hostile") / "A"
    folder.mkdir()
    (folder / "x.toml").write_text(STUDY)
    for name, (content, _) in FILES.items():
        (folder / name).write_bytes(content())
    names = [str(folder / name) for name in FILES]
    answer = subprocess.run(
        [sys.executable, "-c", READS, str(folder / "x.toml"), *names],
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    rows = [line.split("\t") for line in answer.stdout.splitlines()]
    return {name: (int(size), told) for name, size, told in rows}


@pytest.mark.parametrize("name", FILES)
def test_a_small_file_fills_little_memory_and_is_told(name: str, read: dict[str, tuple[int, str]]) -> None:
    size, told = read[name]
    assert size < MOST_MB
    assert FILES[name][1] in told


def records(folder: Path, content: bytes, name: str = "p.parquet") -> list[Record]:
    path = folder / name
    path.write_bytes(content)
    table = forum("table")
    with Witness(path) as file:
        chunks = table.chunks(path, OPTIONS, file)
        return [record for chunk in chunks for record in table.records(chunk, OPTIONS)]


def test_what_unpacks_to_no_more_than_is_allowed_is_read(tmp_path: Path) -> None:
    content = zst(post(1), _allowance.FREE_ROWS)
    assert len(records(tmp_path, content, "p.jsonl.zst")) == _allowance.FREE_ROWS
    with pytest.raises(DataError, match="Unpack it, look at it, and name the unpacked file"):
        records(tmp_path, zst(post(1), 2 * _allowance.FREE_ROWS), "p.jsonl.zst")


@pytest.mark.parametrize("size", [LONGEST_ROW - 21, LONGEST_ROW - 20])
def test_a_row_of_parquet_is_held_to_its_length(tmp_path: Path, size: int) -> None:
    columns = {"id": ["", "2"], "posted_at": [AT, AT], "text": ["x" * size, "b"]}
    reasons = [record.reason for record in records(tmp_path, parquet(columns))]
    assert reasons == ["" if size + len(AT) <= LONGEST_ROW else "row_too_long", ""]


@pytest.mark.parametrize(
    "encoding", ["PLAIN", "DELTA_BYTE_ARRAY", "DELTA_LENGTH_BYTE_ARRAY", "RLE_DICTIONARY"]
)
@pytest.mark.parametrize("version", ["1.0", "2.0"])
def test_texts_of_any_encoding_are_those_that_were_written(
    tmp_path: Path, encoding: str, version: str
) -> None:
    texts = [f"text {n % 700} é" if n % 5 else None for n in range(3000)]
    options = (
        {"use_dictionary": ["text"]}
        if encoding == "RLE_DICTIONARY"
        else {
            "use_dictionary": False,
            "column_encoding": {"text": encoding},
        }
    )
    content = parquet(
        {"id": [str(n) for n in range(3000)], "posted_at": [AT] * 3000, "text": texts},
        data_page_version=version,
        row_group_size=1100,
        **options,
    )
    found = records(tmp_path, content)
    assert [record.fields["text"] for record in found if record.fields] == texts


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.dictionary(pa.int8(), pa.string())])
def test_texts_of_any_kind_are_texts(tmp_path: Path, kind: pa.DataType) -> None:
    columns = {"id": ["1", "2"], "posted_at": [AT, AT], "text": pa.array(["a", None]).cast(kind)}
    found = records(tmp_path, parquet(columns))
    assert [record.fields["text"] for record in found if record.fields] == ["a", None]


@pytest.mark.parametrize(
    "text", [pa.array([[["a"]], []]), pa.array([b"a", b"b"]), pa.array([{"a": 1}, None])]
)
def test_a_cell_that_is_no_text_costs_its_row(tmp_path: Path, text: pa.Array) -> None:
    found = records(tmp_path, parquet({"id": ["1", "2"], "posted_at": [AT, AT], "text": text}))
    for record in found:
        assert record.fields is not None
        with pytest.raises(ValueError, match="no_text"):
            forum("table").post(record.fields, OPTIONS)


def test_pages_that_unpack_to_too_much_at_once_are_refused(tmp_path: Path) -> None:
    texts = [f"{n}" + "x" * 400_000 for n in range(45)]
    columns = {"id": [str(n) for n in range(45)], "posted_at": [AT] * 45, "text": texts}
    with pytest.raises(DataError, match="at once"):
        records(tmp_path, parquet(columns, dictionary_pagesize_limit=2**30))
