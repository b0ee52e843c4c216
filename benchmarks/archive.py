"""What it takes to read the public archive of StockTwits: messages and symbols joined, against a plain table.

A look-alike is written: invented texts, rising numbers, messages of several symbols, writers' marks on some,
and a few rows on each side without the other. The same posts stand in one plain table with their company.
Both are read, linked by the column and scored for a study of 24 companies, by as many processes. The archive
has to reach half the rows a second of the table, by the clock and by the processors, in 600 MB and 64 bytes
a post of all processes together. Each post has to have the same key, instant, author, company and score.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np

from benchmarks._archive_posts import Written, written
from benchmarks._faults_process import SRC
from benchmarks._ingest_process import Taken, compiled, taken
from naysay.data.portions import column

POSTS: Final = 5_000_000
LEAST_RATIO: Final = 0.5
MOST_MEMORY, BYTES_A_POST = 600.0, 64
CHILD: Final = Path(__file__).with_name("_archive_child.py")
_COMPARED: Final = (
    ("key_high", np.uint64), ("key_low", np.uint64), ("company", np.int32), ("posted_at", np.int64),
    ("author", np.int64), ("said", np.int64),
)  # fmt: skip


def main(argv: Sequence[str]) -> int:
    """Print what both ways took; 0 if the archive keeps to its bounds and the posts are equal.

    With --only-write it is always 0.
    """
    options = _parser().parse_args(argv)
    if options.only_write:
        files = written(Path(options.folder or "."), options.posts)
        print(f"{files.messages:,} messages, {files.symbols:,} rows of symbols: study {files.archive}")
        return 0
    with TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        files = written(folder, options.posts)
        print(
            f"{files.messages:,} messages, {files.symbols:,} rows of symbols, {files.posts:,} posts in the "
            f"table, {options.workers} workers, best of {options.rounds}"
        )
        compiled(SRC, folder / "cache")
        ways = {"archive": files.archive, "table": files.table}
        best: dict[str, Taken] = {}
        digests: dict[str, str] = {}
        for turn in range(options.rounds):
            for way, study in ways.items():
                out = folder / f"{way}-{turn}"
                took = taken(study, SRC, folder / "cache", options.workers, child=CHILD, further=[str(out)])
                digests[way] = _digest(out)
                if way not in best or took.cpu < best[way].cpu:
                    best[way] = took
        return 0 if _is_good(best, files, digests["archive"] == digests["table"]) else 1


def _is_good(best: dict[str, Taken], files: Written, are_equal: bool) -> bool:
    """Print a row for each way; whether the archive keeps to its bounds."""
    rows = {"archive": files.messages, "table": files.posts}
    most = MOST_MEMORY + BYTES_A_POST * files.messages / 2**20
    print(f"{'':<8}  wall s rows/s   CPU s rows/CPU s parent s others peak MB most MB")
    for way, one in best.items():
        clock = f"{one.wall:8.1f}{rows[way] / one.wall:7,.0f}{one.cpu:8.1f}{rows[way] / one.cpu:9,.0f}"
        print(f"{way:<8}{clock}{one.parent:9.1f}{one.others:7.2f}{one.peak:8.0f}{most:8.0f}")
    archive, table = best["archive"], best["table"]
    by_clock = (rows["archive"] / archive.wall) / (rows["table"] / table.wall)
    by_cpu = (rows["archive"] / archive.cpu) / (rows["table"] / table.cpu)
    print(
        f"rows a second, archive to table: {by_clock:.2f} by the clock, {by_cpu:.2f} by the processors "
        f"(at least {LEAST_RATIO})"
    )
    print(
        f"{archive.posts:,} posts of companies of the study, both ways {'equal' if are_equal else 'DIFFER'}"
    )
    return are_equal and min(by_clock, by_cpu) >= LEAST_RATIO and archive.peak <= most


def _digest(folder: Path) -> str:
    """Of the posts that were kept and their scores, by their keys."""
    files, kept = sorted((folder / "posts").glob("*.arrow")), np.load(folder / "kept.npy")
    columns = {name: column(files, name, kind)[kept] for name, kind in _COMPARED}
    columns["score"] = np.load(folder / "score.npy")
    order = np.lexsort((columns["company"], columns["key_low"], columns["key_high"]))
    digest = hashlib.sha256()
    for values in columns.values():
        digest.update(values[order].tobytes())
    return digest.hexdigest()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks archive", description=__doc__)
    parser.add_argument("--posts", type=int, default=POSTS, help="how many messages (5000000)")
    parser.add_argument("--workers", type=int, default=2, help="how many processes (2)")
    parser.add_argument("--rounds", type=int, default=1, help="rounds, the one with the least CPU counts (1)")
    parser.add_argument("--folder", help="where files are written (the system's temporary folder)")
    parser.add_argument(
        "--only-write", action="store_true", help="write the files into --folder, which keeps them, and stop"
    )
    return parser
