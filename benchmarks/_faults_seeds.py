"""Small sound files of every kind that is read, and a workspace that runs in a second, all made here."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import json
import random
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pandas as pd
import zstandard

from naysay.data import snapshots
from naysay.data.sessions import trading_sessions
from naysay.data.simulation import BENCHMARK, simulate

MARK: Final = "zqxv"
"""Stands in every text and every author of a post; nothing that is shown or kept may hold it."""
START, END = dt.date(2024, 1, 2), dt.date(2024, 6, 28)
FIRST_PRICE: Final = dt.date(2023, 5, 30)
COMPANIES: Final = ("SIM1", "SIM2")
SYMBOLS: Final = (*COMPANIES, BENCHMARK)
Literals = dict[str, dict[str, str]]
"""Heading to key to value, as a TOML file writes them."""

SMALL: Final[Literals] = {
    "[study]": {
        "name": '"small"', "title": '"A small question"', "start": str(START), "end": str(END), "seed": "3",
        "methods": '["stationarity", "granger"]',
    },
    "[[company]]": {"ticker": '"SIM1"', "name": '"Simulated One"', "shares_outstanding": "1_000_000"},
    "[[company]] ": {"ticker": '"SIM2"', "name": '"Simulated Two"', "aliases": '["Two AG"]'},
    "[market]": {"calendar": '"XETR"', "benchmark": f'"{BENCHMARK}"'},
    "[posts]": {"format": '"table"', "path": '"data/posts.csv"', "company": '"column"'},
    "[prices]": {"path": '"data/prices"'},
    "[report]": {"formats": '["html"]', "sections": '["cover", "methods"]'},
    "[calibration]": {"draws": "20"},
    "[robustness]": {"draws": "20"},
    "[event_study]": {"draws": "19", "placebo_draws": "19"},
}  # fmt: skip


def as_toml(study: Mapping[str, Mapping[str, str]]) -> str:
    """The study file; headings may be told apart by blanks behind them."""
    pieces = []
    for heading, values in study.items():
        pieces += [heading.strip(), *(f"{key} = {value}" for key, value in values.items()), ""]
    return "\n".join(pieces)


def make_workspace(folder: Path, *, companies: int = 2) -> Path:
    """Simulated posts and prices below ``folder``; the path of their study."""
    sessions = trading_sessions("XETR", FIRST_PRICE, END)
    history = int(sessions.index.searchsorted(START.isoformat()))
    made = simulate(sessions=sessions, history=history, effect_bp=-20.0, seed=3)
    (folder / "analysis").mkdir(parents=True)
    (folder / "data" / "prices").mkdir(parents=True)
    wanted = COMPANIES[:companies]
    mine = made.posts[made.posts["company"].isin(wanted)].copy()
    mine["text"] = mine["text"] + f" {MARK}"
    mine["author"] = [f"{MARK}{number % 97}" for number in range(len(mine))]
    mine.to_csv(folder / "data" / "posts.csv", index=False)
    for ticker in (*wanted, BENCHMARK):
        made.prices[ticker].to_csv(folder / "data" / "prices" / f"{ticker}.csv", index=False)
    study = folder / "analysis" / "small.toml"
    study.write_text(as_toml(SMALL), encoding="utf-8")
    return study


def rows() -> list[dict[str, str]]:
    """Twenty posts of a table."""
    draw = random.Random(5)
    words = ("weak", "great", "lawsuit", "Gewinn", "schlecht", "🚀", "down", "up", "app", "SIM1")
    return [
        {
            "id": f"p{number}",
            "posted_at": f"2024-0{1 + number % 6}-{1 + number:02d}T{number:02d}:15:00Z",
            "company": COMPANIES[number % 2],
            "text": f"{MARK} {' '.join(draw.choices(words, k=6))}"
            + (', "so"\nit goes' if number == 7 else ""),
            "author": f"{MARK}{number % 5}",
            "forum": "board",
        }
        for number in range(20)
    ]


def posts_csv() -> bytes:
    return pd.DataFrame(rows()).to_csv(index=False).encode()


def posts_jsonl() -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows()).encode()


def posts_parquet() -> bytes:
    buffer = io.BytesIO()
    pd.DataFrame(rows()).to_parquet(buffer, index=False)
    return buffer.getvalue()


def tweets() -> bytes:
    """Twitter's objects, cut to what is read and some that is not."""
    lines = [
        {
            "created_at": f"Mon Jan {1 + n:02d} 15:{n:02d}:19 +0000 2024",
            "id": 10**17 + n,
            "id_str": str(10**17 + n),
            "text": row["text"],
            "user": {"id_str": f"{MARK}{n}", "followers_count": 3},
            "entities": {"symbols": [{"text": "SIM1", "indices": [0, 4]}]},
            **({"extended_tweet": {"full_text": row["text"] * 2}} if n % 3 == 0 else {}),
            **({"retweeted_status": {"id": 1}} if n % 5 == 0 else {}),
        }
        for n, row in enumerate(rows())
    ]
    return "".join(json.dumps(line) + "\n" for line in lines).encode()


def prices_csv(n: int = 40) -> bytes:
    """Daily prices in Yahoo's columns."""
    days = pd.bdate_range("2024-01-02", periods=n).strftime("%Y-%m-%d")
    lines = ["Date,Open,High,Low,Close,Adj Close,Volume"]
    lines += [
        f"{day},{50 + k},{51 + k}.5,{49 + k},{50 + k}.25,{50 + k}.25,{1000 + k}" for k, day in enumerate(days)
    ]
    return ("\n".join(lines) + "\n").encode()


def dates_csv() -> bytes:
    return b"company,session,note\n" + b"".join(
        f'SIM{1 + n % 2},2024-0{2 + n % 4}-{10 + n},"a note"\n'.encode() for n in range(8)
    )


def factors_csv() -> bytes:
    days = pd.bdate_range("2024-01-02", periods=30).strftime("%Y-%m-%d")
    return ("date,smb,hml\n" + "".join(f"{day},0.00{n % 9},-0.001\n" for n, day in enumerate(days))).encode()


def lexicon_tsv() -> bytes:
    return "# notes\nword\tvalence\nweak\t-2\ngreat\t2.5\nnot so good\t-1.5\nGrüße\t0\n".encode()


def labelled_tsv() -> bytes:
    lines = ["label\tgroup\tdate\ttext"]
    for number, row in enumerate(rows()):
        label = ("negative", "positive", "neutral", "0", "other")[number % 5]
        lines.append(f"{label}\tSIM1\t2024-01-{1 + number:02d}\t{row['text'].replace(chr(10), ' ')}")
    return ("\n".join(lines) + "\n").encode()


def snapshot() -> dict[str, bytes]:
    """The files of a snapshot by name, its index among them."""
    names = {f"{ticker}.csv": prices_csv() for ticker in (*COMPANIES, BENCHMARK)}
    listed = {name: snapshots._sha256(content) for name, content in names.items()}
    index = {"format": 1, "about": {"source": "yahoo"}, "files": listed}
    return {**names, snapshots.INDEX: json.dumps(index).encode()}


def packed(content: bytes, suffix: str) -> bytes:
    """``content`` as a file with the suffix .gz or .zst holds it."""
    if suffix == ".gz":
        return gzip.compress(content, compresslevel=1, mtime=0)
    return zstandard.ZstdCompressor(level=1).compress(content) if suffix == ".zst" else content
