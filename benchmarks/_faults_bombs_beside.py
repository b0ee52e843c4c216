"""Files of up to 1 MB, of every kind but posts, that are made to cost memory or time."""

from __future__ import annotations

from typing import Final

from benchmarks._faults_bombs import MB, Bomb, wide
from benchmarks._faults_seeds import SMALL, as_toml

STUDY: Final = "analysis/small.toml"
PRICES: Final = "data/prices/SIM1.csv"
LABELLED: Final = "data/labelled.tsv"
TABLE: Final = "run/tables/granger.csv"


def _factors() -> bytes:
    return b"date," + wide() + b"2024-01-02" + b",0" * 100_000 + b"\n"


def _companies() -> bytes:
    return b"".join(b'[[company]]\nticker = "T%d"\n' % n for n in range(35_000))


def _aliases() -> bytes:
    company = {"ticker": '"SIM1"', "aliases": "[" + '"abc",' * 150_000 + "]"}
    return as_toml({**SMALL, "[[company]]": company}).encode()


def _title() -> bytes:
    title = '"' + "x" * 900_000 + '"'
    return as_toml({**SMALL, "[study]": {**SMALL["[study]"], "title": title}}).encode()


def _labels() -> bytes:
    return b"label\ttext\n" + b"".join(b"l%d\ta\n" % n for n in range(100_000))


def _labelled() -> bytes:
    return b"label\ttext\n" + b"".join(b"%d\ta%d\n" % (n % 3 - 1, n) for n in range(80_000))


def _words() -> bytes:
    return b"".join(b"w%d\t1\n" % n for n in range(100_000))


BESIDE: Final[dict[str, tuple[str, Bomb]]] = {
    "prices: 100,000 columns": (PRICES, lambda: b"Date,Close," + wide(90_000)),
    "prices: one long line": (PRICES, lambda: b"Date,Close\n" + b"9" * (MB - 20)),
    "prices: open quotes": (PRICES, lambda: b"Date,Close\n" + b'"\n' * (MB // 2 - 20)),
    "prices: commas": (PRICES, lambda: b"Date,Close\n" + b"," * (MB - 20)),
    "prices: newlines": (PRICES, lambda: b"Date,Close\n" + b"\n" * (MB - 20)),
    "prices: short rows": (PRICES, lambda: b"Date,Close\n" + b"1,\n" * (MB // 3 - 20)),
    "prices: one day": (PRICES, lambda: b"Date,Close\n" + b"2024-01-02,1\n" * (MB // 13 - 2)),
    "events: short rows": ("data/dates.csv", lambda: b"company,session\n" + b"SIM1,20240202\n" * 70_000),
    "events: newlines": ("data/dates.csv", lambda: b"company,session\n" + b"\n" * (MB - 20)),
    "events: commas": ("data/dates.csv", lambda: b"company,session\n" + b"," * (MB - 20)),
    "events: a wide header": ("data/dates.csv", lambda: wide()),
    "factors: 100,000 columns": ("data/factors.csv", _factors),
    "factors: open quote": ("data/factors.csv", lambda: b'date,f\n"' + b"a\n" * (MB // 2 - 20)),
    "lexicon: short lines": ("data/words.tsv", _words),
    "lexicon: one phrase": ("data/words.tsv", lambda: b"a " * (MB // 2 - 10) + b"\t1\n"),
    "lexicon: tabs": ("data/words.tsv", lambda: b"a\t1" + b"\t" * (MB - 20)),
    "study: deep lists": (STUDY, lambda: b"a = " + b"[" * 400_000 + b"]" * 400_000),
    "study: dotted keys": (STUDY, lambda: b".".join([b"a"] * 400_000) + b" = 1\n"),
    "study: companies": (STUDY, _companies),
    "study: many keys": (STUDY, lambda: b"".join(b"k%d = 1\n" % n for n in range(90_000))),
    "study: many tables": (STUDY, lambda: b"".join(b"[t%d]\n" % n for n in range(100_000))),
    "study: aliases": (STUDY, _aliases),
    "study: a long title": (STUDY, _title),
    "labelled: one text": (LABELLED, lambda: b"label\ttext\nnegative\t" + b"no good " * (MB // 8 - 9)),
    "labelled: tabs": (LABELLED, lambda: b"label\ttext" + b"\t" * (MB - 20)),
    "labelled: labels": (LABELLED, _labels),
    "labelled: posts": (LABELLED, _labelled),
    "manifest: deep": ("run/manifest.json", lambda: b'{"study":' * 100_000),
    "results: deep": ("run/results.json", lambda: b"[" * (MB - 1)),
    "a table of 100,000 columns": (TABLE, lambda: wide()),
    "a table of commas": (TABLE, lambda: b"a\n" + b"," * (MB - 20)),
    "a table of newlines": (TABLE, lambda: b"a\n" + b'""\n' * (MB // 3 - 20)),
}  # fmt: skip
"""By name: the file, and its content."""
