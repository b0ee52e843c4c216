"""Readers and a mutant: each act returns read, refused or usage, and raises what it finds wrong."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from benchmarks._faults_bench import Bench, BrokenError, Files
from benchmarks._faults_seeds import COMPANIES, SMALL, SYMBOLS, as_toml
from naysay.data.dated import read_company_dates, read_factors
from naysay.data.labelled import read_labelled
from naysay.data.markets import market
from naysay.data.posts import read_posts
from naysay.data.scorers import lexicon_words, scorer
from naysay.data.sessions import Sessions
from naysay.run.check import read_checked
from naysay.run.parts import study_type
from naysay.study.file import parse_study
from naysay.study.spec import Study

ALWAYS = Sessions("XNYS", pd.DatetimeIndex(["2014-01-15"]), np.array([2**62]), 0)
"""A session without an end."""


@cache
def _reading_study(path: str, form: str, company: str) -> Study:
    study = {heading: dict(values) for heading, values in SMALL.items()}
    study["[posts]"] = {
        "format": f'"{form}"',
        "path": f'"{path}"',
        "company": f'"{company}"',
        "max_lost": "1.0",
    }
    if company == "column":
        study["[posts]"]["forum"] = '"column"'
    return parse_study(as_toml(study), study_type(), source="small.toml")


def read_table(bench: Bench, files: Files, words: tuple[str, ...]) -> str:
    return _read_posts(bench, files, "table")


def read_tweets(bench: Bench, files: Files, words: tuple[str, ...]) -> str:
    return _read_posts(bench, files, "twitter")


def _read_posts(bench: Bench, files: Files, form: str) -> str:
    """Hold the counts to the identity, the posts, the quarantine and a count of our own."""
    ((name, content),) = files.items()
    company = "text" if form == "twitter" or len(content) % 4 == 0 else "column"
    quarantine = bench.folder / "quarantine.jsonl"
    parts = bench.parts()
    try:
        posts = read_posts(
            _reading_study(name, form, company),
            {name: bench.place / name},
            sessions=dict.fromkeys(COMPANIES, ALWAYS),
            scorers=[scorer("finance")],
            folder=parts,
            quarantine=quarantine,
        )
    finally:
        if quarantine.is_file():
            log = quarantine.read_text(encoding="utf-8")
            bench.told(log, "quarantine")
    stages = {
        stage: posts.rows(stage) for stage in ("rows_in", "kept", "quarantined", "duplicate", "filtered")
    }
    if stages["rows_in"] != sum(stages.values()) - stages["rows_in"]:
        raise BrokenError(f"identity: {stages}")
    held = len(posts.scored.score)
    if held != stages["kept"] or log.count("\n") != stages["quarantined"]:
        raise BrokenError(f"identity: {held} posts, {log.count(chr(10))} in quarantine, {stages}")
    own, counted = rows_of(name, content), sum(file.rows for file in posts.files)
    if own is not None and own != counted:
        raise BrokenError(f"identity: {counted} rows were counted of {own}")
    return "read"


def rows_of(name: str, content: bytes) -> int | None:
    """The rows of a file, where they can be known without rules for quotes, archives or ends of lines."""
    if name.endswith(".parquet"):
        return int(pq.ParquetFile(io.BytesIO(content)).metadata.num_rows)
    lines = content.split(b"\n")
    if _is_read_otherwise(content):
        return None
    if name.endswith(".jsonl"):
        return sum(bool(line.removeprefix(b"\xef\xbb\xbf").strip(b" \t\r")) for line in lines)
    if not name.endswith(".csv") or any(mark in content for mark in (b'"', b"\r", b"\xef\xbb\xbf", b"\0")):
        return None
    if content.lstrip(b" \t\n")[:1] == b"{":
        return None  # it is read as JSON, whatever its name
    if any(not line.decode("utf-8", "replace").strip() and line.strip(b" \t") for line in lines):
        return None  # blanks of Unicode: what a blank line is, is the reader's to say
    return sum(bool(line.strip(b" \t")) for line in lines) - 1


def _is_read_otherwise(content: bytes) -> bool:
    """Whether the rows of a mutant may be no lines below the first: UTF-16, a list, names further down."""
    first = content.lstrip(b"\xef\xbb\xbf \t\r\n")
    names = first.partition(b"\n")[0].replace(b";", b",").replace(b"\t", b",").replace(b"|", b",").split(b",")
    has_names = first[:1] == b"{" or {b"id", b"posted_at", b"text"} <= set(names)
    return first[:1] == b"[" or b"\0" in content or not has_names


def read_prices(bench: Bench, files: Files, words: tuple[str, ...]) -> str:
    market("csv").read([Path(name).stem for name in files], bench.place / "data" / "prices")
    return "read"


def read_snapshot(bench: Bench, files: Files, words: tuple[str, ...]) -> str:
    market("yahoo").read(SYMBOLS, bench.place / "data" / "snapshots" / "small" / "yahoo")
    return "read"


def read_dates(bench: Bench, files: Files, words: tuple[str, ...]) -> str:
    read_company_dates(bench.place / "data" / "dates.csv", "event_study.events_file")
    return "read"


def read_factors_file(bench: Bench, files: Files, words: tuple[str, ...]) -> str:
    read_factors(bench.place / "data" / "factors.csv", "event_study.factors")
    return "read"


def read_lexicon(bench: Bench, files: Files, words: tuple[str, ...]) -> str:
    lexicon_words(bench.place / "data" / "words.tsv")
    return "read"


def read_labels(bench: Bench, files: Files, words: tuple[str, ...]) -> str:
    read_labelled(bench.place / "data" / "labelled.tsv")
    return "read"


def read_study_file(bench: Bench, files: Files, words: tuple[str, ...]) -> str:
    read_checked(bench.place / "analysis" / "small.toml")
    return "read"
