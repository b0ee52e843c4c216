"""What ``linear`` reads: files and texts of any size, each of one construct that a reader may trip over."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import zstandard

from benchmarks._least_study import least_study
from naysay.data.daily import daily_chatter
from naysay.data.dated import read_company_dates, read_factors
from naysay.data.labelled import read_labelled
from naysay.data.limits import limited
from naysay.data.markets import market
from naysay.data.mentions import Mentions
from naysay.data.posts import read_posts
from naysay.data.scored import ScoredPosts
from naysay.data.scorers import lexicon_words, ready, scorer
from naysay.data.sessions import Sessions, trading_sessions
from naysay.study.company import Alias, Company
from naysay.study.errors import DataError
from naysay.study.file import parse_study
from naysay.study.spec import Chatter

Job = Callable[[], object]
AT: Final = b"2014-01-15T10:00:00Z"
HEADER: Final = b"id,posted_at,text\n"
ALWAYS: Final = Sessions("XNYS", pd.DatetimeIndex(["2014-01-15"]), np.array([2**62]), 0)
"""A session without an end."""
STUDY: Final = least_study(
    start="2014-01-01", end="2014-12-31", ticker="A", path="x", company="folder", max_lost=1.0
)
COMPANIES: Final = (
    Company(ticker="T", name="Ahorn", aliases=(Alias(name="Ahorn Holz"), Alias(name="ahornah"))),
    Company(ticker="SIM1", name="Simulated Birke SE"),
)


@dataclass(frozen=True, slots=True)
class Construct:
    """``made`` prepares a job of a size; ``size`` is the smallest that is measured."""

    reader: str
    name: str
    size: int
    made: Callable[[int], Job]


def constructs(folder: Path) -> Iterator[Construct]:
    """All of them; files are written below ``folder``."""
    yield from _posts(folder / "A")
    yield from _small_files(folder)
    yield from _days()
    yield from _texts()


def _posts(folder: Path) -> Iterator[Construct]:
    folder.mkdir()
    study = parse_study(STUDY, source="linear.toml")

    def job(name: str, content: Callable[[int], bytes], size: int) -> Job:
        path = folder / name
        path.write_bytes(content(size))

        def read() -> None:
            with suppress(DataError):  # nothing but blank lines
                read_posts(
                    study,
                    {name: path},
                    sessions={"A": ALWAYS},
                    scorers=[scorer("finance")],
                    folder=folder / "parts",
                    quarantine=folder / "quarantine.jsonl",
                )

        return read

    for name, construct, size, content in _POSTS:
        yield Construct(name, construct, size, partial(job, name, content))


def _small_files(folder: Path) -> Iterator[Construct]:
    def job(read: Callable[[Path], object], name: str, content: Callable[[int], bytes], size: int) -> Job:
        path = folder / name
        path.write_bytes(content(size))

        def read_or_refuse() -> None:
            with suppress(DataError):
                read(path)

        return read_or_refuse

    for read, name, construct, size, content in _SMALL:
        yield Construct(name, construct, size, partial(job, read, name, content))


def _days() -> Iterator[Construct]:
    sessions = {"A": trading_sessions("XNYS", dt.date(2014, 1, 2), dt.date(2014, 12, 31))}
    limits = Chatter(bot_posts=10, same_text="once", author_posts=10)
    day = int(sessions["A"].closes[9])

    def job(spread: int, authors: int, size: int) -> Job:
        rng = np.random.default_rng(1)
        posts = ScoredPosts.placed(
            sessions,
            company=np.full(size, "A", dtype=object),
            posted_at=day - rng.integers(1, spread, size),
            score=rng.integers(-10_000, 10_000, size).astype(np.int16),
            author=rng.integers(1, authors + 1, size),
            said=rng.integers(0, 1000, size),
            forum=np.full(size, "", dtype=object),
        )
        return lambda: daily_chatter(limited(posts, limits)[0], sessions, limits)

    hour = 3600 * 10**9
    yield Construct("daily", "one day", 200_000, partial(job, hour, 1000))
    yield Construct("daily", "one author", 200_000, partial(job, 150 * hour, 1))
    yield Construct("daily", "one company", 200_000, partial(job, 150 * hour, 1000))


def _texts() -> Iterator[Construct]:
    mentions = Mentions(COMPANIES)
    for unit in ("$SIM1 T ", "ahorn", "T", "T ", "ahorn holz ", "x", "ahornahorn "):
        yield Construct("mentions", f"{unit!r}", 100_000, partial(_text, mentions.find, unit))
    for name in ready():
        if name == "auto":  # it tells the language from the first letters alone, and hands the text on
            continue
        score = scorer(name).score
        for unit in UNITS:
            yield Construct(name, f"{unit!r}", 60_000, partial(_text, partial(_scored, score), unit))


def _scored(score: Callable[[list[str]], object], text: str) -> object:
    return score([text])


def _text(read: Callable[[str], object], unit: str, size: int) -> Job:
    text = unit * (size // len(unit))
    return lambda: read(text)


UNITS: Final = (
    "good but bad ",
    "🚀",
    "!?.,-/",
    "up-",
    "up/down/",
    "a.",
    "#",
    "+1,",
    "naïve's ",
    "($",
    "&amp;",
    "to the moon ",
    "kein Kursverlust ",
    "x",
    "(",
)


def _json(number: int, text: str = "bad", author: str = "w") -> bytes:
    return b'{"id": %d, "posted_at": "%s", "text": "%s", "author": "%s"}\n' % (
        number,
        AT,
        text.encode(),
        author.encode(),
    )


def _noise(size: int) -> bytes:
    """Posts that hardly compress."""
    draw = random.Random(1)
    return b"".join(_json(n, draw.randbytes(40).hex()) for n in range(size // 150))


def _zst(content: bytes) -> bytes:
    return b"".join(zstandard.compress(content[at : at + 1000]) for at in range(0, len(content), 1000))


def _gz(content: bytes) -> bytes:
    return b"".join(gzip.compress(content[at : at + 1000]) for at in range(0, len(content), 1000))


def _parquet(size: int) -> bytes:
    out, rows = io.BytesIO(), size // 50
    columns = {
        "id": range(rows),
        "posted_at": [AT.decode()] * rows,
        "text": [f"text {n} bad" for n in range(rows)],
    }
    pq.write_table(pa.table(columns), out)
    return out.getvalue()


def _csv(row: bytes, size: int) -> bytes:
    return HEADER + row * (size // len(row))


def _lines(line: bytes, size: int) -> bytes:
    return line * (size // len(line))


_POSTS: Final[tuple[tuple[str, str, int, Callable[[int], bytes]], ...]] = (
    ("a.csv", "open quotes", 100_000, partial(_csv, b'1,2014-05-05T10:00:00,z","b\n')),
    ("a.csv", "open quotes, a line each", 10_000, partial(_csv, b'"\n')),
    ("a.csv", "quotes closed late", 60_000, partial(_csv, b'1,%s,"' % AT + b"a\n" * 500 + b'"\n')),
    ("a.csv", "quotes closed too late", 30_000, partial(_csv, b'1,"' + b"a\n" * 12_000 + b'",2\n')),
    ("a.csv", "quotes in quotes", 1_500_000, partial(_csv, b'1,%s,"' % AT + b'""' * 40_000 + b'"\n')),
    ("a.csv", "empty lines", 500_000, partial(_csv, b"\n")),
    ("a.csv", "one long line", 10_000_000, partial(_csv, b"x")),
    ("a.csv", "rows", 100_000,
     lambda size: HEADER + b"".join(b"%d,%s,bad\n" % (n, AT) for n in range(size // 30))),
    ("a.jsonl", "empty lines", 500_000, partial(_lines, b"\n")),
    ("a.jsonl", "one long line", 10_000_000, partial(_lines, b"x")),
    ("a.jsonl", "long lines", 2_000_000, partial(_lines, b'{"a": "' + b"x" * 400_000 + b'"}\n')),
    ("a.jsonl", "deep nesting", 300_000, partial(_lines, b"[" * 900 + b"\n")),
    ("a.jsonl", "very deep nesting", 1_000_000, partial(_lines, b"[" * 50_000 + b"\n")),
    ("a.jsonl", "no objects", 15_000, partial(_lines, b"1\n")),
    ("a.jsonl", "one author", 150_000, lambda size: b"".join(map(_json, range(size // 70)))),
    ("a.jsonl", "one post", 150_000, lambda size: _json(1) * (size // 70)),
    ("a.jsonl.zst", "many frames", 300_000, lambda size: _zst(_noise(size))),
    ("a.jsonl.gz", "many members", 300_000, lambda size: _gz(_noise(size))),
    ("a.parquet", "rows", 300_000, _parquet),
)  # fmt: skip
_TITLES: Final = b"Date,Open,High,Low,Close,Adj Close,Volume\n"
_SMALL: Final[tuple[tuple[Callable[[Path], object], str, str, int, Callable[[int], bytes]], ...]] = (
    (lambda path: market("csv").read(["P"], path.parent), "P.csv", "one session", 1_500_000,
     lambda size: _TITLES + b"2014-01-02,1,1,1,1,1,1\n" * (size // 23)),
    (lambda path: market("csv").read(["P"], path.parent), "P.csv", "rows of one cell", 500_000,
     lambda size: _TITLES + b"2014-01-02,1,1,1,1,1,1\n" + b"x\n" * (size // 2)),
    (lambda path: read_company_dates(path, "events"), "events.csv", "one company", 500_000,
     lambda size: b"company,session\n" + b"A,2014-01-02\n" * (size // 13)),
    (lambda path: read_company_dates(path, "events"), "events.csv", "empty lines", 300_000,
     lambda size: b"company,session\nA,2014-01-02\n" + b"\n" * size),
    (lambda path: read_factors(path, "factors"), "factors.csv", "one day", 500_000,
     lambda size: b"date,MKT\n" + b"2014-01-02,0.01\n" * (size // 16)),
    (read_labelled, "labelled.tsv", "rows", 500_000,
     lambda size: b"label\ttext\n" + b"negative\tbad\n" * (size // 13)),
    (lexicon_words, "words.tsv", "rows", 200_000,
     lambda size: b"".join(b"w%d\t1\n" % n for n in range(size // 9))),
)  # fmt: skip
