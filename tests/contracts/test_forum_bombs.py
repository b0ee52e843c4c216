"""Small archives and odd lists in the shape of a format: little memory, and a refusal or counted rows.

The limits that are expected are the program's own. Memory is the high-water mark of a process that reads the
file, less what it had before.
"""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final

import pytest
import zstandard
from benchmarks._forum_fixtures import fixtures, unpacked

from naysay.study.parts import names

FORMS: Final = names("naysay.data.forums")
MOST_MB: Final = 100
MANY: Final = 30_000
"""Values of a list in a plain file; packed ones have a hundred times as many."""
LONG: Final = 3_000_000
"""Bytes of one text; a packed one has a hundred times as many."""
HEAD_ALONE: Final = b"\x28\xb5\x2f\xfd\x00" + bytes([(31 - 10) << 3])
"""The head of a frame of .zst that looks back 2**31 bytes, and no frame behind it."""
READS: Final = """
import json, sys, tempfile
from collections import Counter
from pathlib import Path
from benchmarks._forum_fixtures import fixtures
from naysay.data.forums import forum
from naysay.study.errors import DataError
from naysay.study.notices import caught

def memory(line):
    status = Path("/proc/self/status").read_text()
    return int(status.split(line)[1].split()[0]) // 1024

name, files = sys.argv[1], sys.argv[2:]
options = fixtures(name)[0].options
for one in fixtures(name):
    if not one.is_set:
        list(forum(name).batches(one.path, one.options))
for file in files:
    before, told = memory("VmRSS:"), Counter()
    Path("/proc/self/clear_refs").write_text("5")
    try:
        with caught():
            form = forum(name)
            if form.reads_together:
                form = form.together([Path(file)], options, Path(tempfile.mkdtemp(dir=Path(file).parent)))
            for batch in form.batches(Path(file), options):
                told["posts"] += len(batch.post_id)
                told.update(batch.skipped)
                told.update(row.reason for row in batch.refused)
    except DataError as refusal:
        told[refusal.fault.field] += 1
        told[refusal.fault.got] += 1
    print(json.dumps([Path(file).name, memory("VmHWM:") - before, told]))
"""


def zst(*blocks: tuple[bytes, int]) -> bytes:
    stream = zstandard.ZstdCompressor(level=1).compressobj()
    packed = b"".join(stream.compress(block) for block, times in blocks for _ in range(times))
    return packed + stream.flush()


def zipped(content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("posts.jsonl", content)
    return out.getvalue()


def tarred(content: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        info = tarfile.TarInfo("posts.jsonl")
        info.size = len(content)
        archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


def shapes(name: str) -> Iterator[tuple[str, bytes, bytes, bytes]]:
    """What stands before, between and behind the rows of each file of the format, and its ending."""
    if name == "rss":
        yield "feed.xml", b"<rss><channel>", b"", b"</channel></rss>"
        return
    seen = set[bytes]()
    for one in fixtures(name):
        if one.is_set or ".json" not in one.path.name:
            continue
        try:
            page = json.loads(unpacked(one.path))
        except ValueError:
            head, between, tail = b"", b"\n", b"\n"
        else:
            before, _, behind = json.dumps(with_mark(page)).partition('"@rows@"')
            head, between, tail = before.encode(), b",", behind.encode()
        if head + between not in seen:
            seen.add(head + between)
            yield f"{len(seen)}.json", head, between, tail


def with_mark(page: Any) -> Any:
    """``page`` with a mark for the rows of its first list of objects."""
    if isinstance(page, list):
        return ["@rows@"]
    for key, value in page.items():
        if isinstance(value, list) and any(isinstance(row, dict) for row in value):
            return {**page, key: ["@rows@"]}
    return {key: with_mark(value) if isinstance(value, dict) else value for key, value in page.items()}


def rows_for(name: str) -> dict[str, bytes]:
    """Rows that a list may have too many of, or one of which is too long."""
    if name == "rss":
        return {"empty": b"<item/>", "deep": b"<item>" + b"<a>" * 200}
    return {"nulls": b"null", "empty": b"{}", "lists": b"[[]]", "deep": b'{"a":' * 60 + b"1" + b"}" * 60}


def bombs(name: str) -> dict[str, bytes]:
    """Files by name."""
    content = unpacked(fixtures(name)[0].files()[0])
    files = {
        "head.jsonl.zst": HEAD_ALONE,
        "twice.jsonl.gz": gzip.compress(gzip.compress(content)),
        "zip.jsonl.gz": zipped(content),
        "zip.jsonl": zipped(content),
        "tar.jsonl.gz": tarred(content),
        "zeros.jsonl.zst": zst((bytes(2**20), 500)),
        "newlines.json.zst": zst((b"\n" * 2**20, 500)),
        "brackets.json": b"[" * 100_000,
        "brackets.json.zst": zst((b"[" * 2**20, 2)),
        "braces.json": b'{"data":' * 50_000,
    }
    for shape, head, between, tail in islice(shapes(name), 2):
        for kind, row in rows_for(name).items():
            many = MANY // (1 + len(row) // 20)
            block = (row + between) * 10_000
            files[f"{kind}-{shape}"] = head + (row + between) * (many - 1) + row + tail
            if kind != "empty":
                continue
            files[f"{kind}-{shape}.zst"] = zst((head, 1), (block, 100 * many // 10_000), (row + tail, 1))
        start, end = (b"<item><title>", b"</title></item>") if name == "rss" else (b'{"text": "', b'"}')
        files[f"long-{shape}"] = head + start + b"x" * LONG + end + tail
        files[f"long-{shape}.zst"] = zst((head + start, 1), (b"x" * 2**20, 100 * LONG >> 20), (end + tail, 1))
        files[f"open-{shape}"] = head + start + b"x" * LONG
        if head:
            files[f"nested-{shape}"] = head * 1_000 + tail * 1_000
    return files


@pytest.mark.slow
@pytest.mark.parametrize("name", FORMS)
def test_no_file_fills_the_memory(name: str, tmp_path: Path) -> None:
    """Each is refused, or its rows are; none holds a post."""
    if not Path("/proc/self/clear_refs").exists():
        pytest.skip("the high-water mark of memory is Linux's")
    files = bombs(name)
    for file, content in files.items():
        (tmp_path / file).write_bytes(content)
    answer = subprocess.run(
        [sys.executable, "-c", READS, name, *(str(tmp_path / file) for file in files)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).resolve().parents[2],
    )
    assert answer.returncode == 0, answer.stderr
    told = {file: (size, counts) for file, size, counts in map(json.loads, answer.stdout.splitlines())}
    assert set(told) == set(files)
    for file, (size, counts) in told.items():
        assert size < MOST_MB, file
        assert counts.pop("posts", 0) == 0, file
        assert counts, f"{file} is neither refused nor has it rows"
    for file in (
        file for file in files if file.endswith(".zst") and not file.startswith(("head", "brackets"))
    ):
        assert "posts.path" in told[file][1], (file, told[file])
