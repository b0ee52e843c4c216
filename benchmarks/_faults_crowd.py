"""A workspace with posts enough for two workers: StockNet's posts repeated, else simulated ones repeated."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pandas as pd
import zstandard

from benchmarks._faults_seeds import SMALL, Literals, as_toml, make_workspace

STOCKNET: Final = Path(__file__).resolve().parents[2] / "shared" / "stocknet"
_PERIOD: Final = {"start": "2014-01-02", "end": "2016-03-31"}


def make_crowd(folder: Path, posts: int, *, real: bool = True) -> tuple[Path, str]:
    """A workspace of about ``posts`` posts below ``folder``: its study, and what the posts are."""
    files = sorted((STOCKNET / "posts").glob("*.jsonl.zst")) if real else []
    if not files:
        study = make_workspace(folder)
        once = pd.read_csv(folder / "data" / "posts.csv")
        times = -(-posts // len(once))
        copies = [once.assign(id=once["id"] + f"-{number}") for number in range(times)]
        pd.concat(copies).head(posts).to_csv(folder / "data" / "posts.csv", index=False)
        return study, "simulated posts"
    (folder / "analysis").mkdir(parents=True)
    (folder / "data" / "posts").mkdir(parents=True)
    shutil.copytree(STOCKNET / "prices", folder / "data" / "prices")
    once_each = {file.name.partition(".")[0]: list(_posts(file)) for file in files}
    times = -(-posts // sum(map(len, once_each.values())))
    for ticker, rows in once_each.items():
        with (folder / "data" / "posts" / f"{ticker}.jsonl").open("w", encoding="utf-8") as to:
            for number in range(times):
                to.writelines(json.dumps({**row, "id": f"{row['id']}-{number}"}) + "\n" for row in rows)
    study = folder / "analysis" / "crowd.toml"
    study.write_text(as_toml(_study(list(once_each))), encoding="utf-8")
    return study, "StockNet's posts"


def another(study: Path) -> Path:
    """A study beside ``study`` that asks the same of fewer sessions: a quick run of another content."""
    text = study.read_text(encoding="utf-8").replace('"A small question"', '"Another question"')
    path = study.with_name("another.toml")
    path.write_text(text, encoding="utf-8")
    return path


def _posts(file: Path) -> Iterator[dict[str, str]]:
    """Tweets as rows of a table."""
    content = zstandard.ZstdDecompressor().stream_reader(file.read_bytes(), read_across_frames=True).read()
    for line in content.splitlines():
        tweet = json.loads(line)
        at = pd.to_datetime(tweet["created_at"], format="%a %b %d %H:%M:%S %z %Y")
        yield {"id": tweet["id_str"], "posted_at": at.isoformat(), "text": tweet["text"]}


def _study(tickers: list[str]) -> Literals:
    study: Literals = {"[study]": {**SMALL["[study]"], **_PERIOD, "methods": '["stationarity"]'}}
    for number, ticker in enumerate(tickers):
        study["[[company]]" + " " * number] = {"ticker": f'"{ticker}"', "name": f'"Company {ticker}"'}
    study["[market]"] = {"calendar": '"XNYS"', "benchmark": '"^GSPC"'}
    study["[posts]"] = {
        "format": '"table"',
        "path": '"data/posts/*.jsonl"',
        "company": '"file"',
        "retweets": '"keep"',
    }
    return study | {"[prices]": SMALL["[prices]"], "[report]": SMALL["[report]"]}
