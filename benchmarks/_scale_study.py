"""Writes a study of many posts and companies: each company has a price of its own, and all have an index."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from benchmarks import _ingest_files
from benchmarks._ingest_files import END, START
from naysay.data.sessions import trading_sessions

INDEX: Final = "QINDEX"
EVENTS_FILE: Final = "data/events.csv"
_METHODS: Final = 'methods = ["correlation"]\n'
_DAYS_BEFORE: Final = 400
"""Calendar days of prices before the study."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a study asks for: its methods, further sections of its file, and how many dates of its own."""

    methods: tuple[str, ...]
    further: str = ""
    events: int = 0


def write_data(folder: Path, posts: int, companies: int) -> Path:
    """Write posts and prices below ``folder``; returns a study file of them, which asks for one method."""
    files = _ingest_files.written(folder, posts, companies, "distinct")
    _write_prices(folder / "data" / "prices")
    return files.study


def write_study(study: Path, asked: Asked) -> Path:
    """Write another study file of the same data beside ``study``, and the file of its events."""
    text = study.read_text("utf-8").replace(_METHODS, f"methods = {json.dumps(list(asked.methods))}\n")
    text = text.replace("[posts]\n", f'[market]\nbenchmark = "{INDEX}"\n[posts]\n', 1)
    further = asked.further
    if asked.events:
        tickers = sorted(path.stem for path in (study.parent / "data" / "prices").glob("Q????.csv"))
        _write_events(study.parent / EVENTS_FILE, tickers, asked.events)
        further += f'[event_study]\nevents_file = "{EVENTS_FILE}"\n'
    place = study.with_name("scale.toml")
    place.write_text(text.replace("[posts]\n", f"{further}[posts]\n", 1), "utf-8")
    return place


def _write_prices(folder: Path) -> None:
    """A random walk for each company there, a part of which is that of the index."""
    rng, days = np.random.default_rng(2), pd.bdate_range(pd.Timestamp(START) - _before(), pd.Timestamp(END))
    market = rng.normal(0.0, 0.008, len(days))
    dates = days.strftime("%Y-%m-%d").tolist()
    for path in (*sorted(folder.glob("*.csv")), folder / f"{INDEX}.csv"):
        own = 0.0 if path.stem == INDEX else rng.normal(0.0, 0.015, len(days))
        prices = [f"{price:.4f}" for price in 100.0 * np.exp(np.cumsum(market + own))]
        volumes = rng.integers(500_000, 2_000_000, len(days)).tolist()
        rows = zip(dates, prices, volumes, strict=True)
        lines = [f"{day},{price},{price},{price},{price},{price},{volume}\n" for day, price, volume in rows]
        path.write_text("".join(["Date,Open,High,Low,Close,Adj Close,Volume\n", *lines]), "utf-8")


def _before() -> pd.Timedelta:
    return pd.Timedelta(days=_DAYS_BEFORE)


def _write_events(path: Path, tickers: list[str], count: int) -> None:
    """So many events, of companies in turn, on sessions that have 150 before them and 15 behind."""
    first, last = (pd.Timestamp(day).date() for day in (START, END))
    sessions = trading_sessions("XNYS", first, last).index[150:-15]
    turns = np.arange(count)
    company, at = turns % len(tickers), np.random.default_rng(3).permutation(len(sessions))
    session = at[(turns // len(tickers) + 7 * company) % len(sessions)]
    rows = {
        f"{tickers[one]},{sessions[day]:%Y-%m-%d}\n": None for one, day in zip(company, session, strict=True)
    }
    path.write_text("".join(["company,session\n", *rows]), "utf-8")
