"""Writes a study of many posts: JSON lines, prices of every company, and the study file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from benchmarks._posts import STOCKNET, rows
from naysay.run.parts import known_parts, study_type
from naysay.study.file import read_study

FILES: Final = 4
CHUNK: Final = 50_000
START: Final = np.datetime64("2014-01-02")
END: Final = np.datetime64("2015-12-31")
CHARGED: Final = 0.5
"""The share of generated texts that hold a word of opinion; of StockNet's vaderSentiment finds one in .49."""
SECOND: Final = 0.1
"""The share of generated texts that mention a second company."""
NAMED: Final = 0.2
"""The share of generated texts that name the company instead of its cashtag."""
REPEATED: Final = 0.25
"""The share of generated texts that stood before, where repeats are wanted; StockNet has as many."""
AUTHORS: Final = 50_000
_STUDY: Final = Path(__file__).resolve().parents[1] / "analysis" / "stocknet.toml"
_HEAD: Final = f"""[study]
name = "ingest"
start = {START}
end = {END}
methods = ["correlation"]
[posts]
format = "table"
path = "data/posts/*.jsonl"
company = "text"
retweets = "keep"
[prices]
path = "data/prices"
[chatter]
same_text = "once"
author_posts = 5
bot_posts = 100
"""


@dataclass(frozen=True)
class Files:
    """A study file, its files of posts in order, and what their texts are."""

    study: Path
    posts: tuple[Path, ...]
    source: str


def written(folder: Path, posts: int, companies: int, texts: str) -> Files:
    """Write a study of ``posts`` posts below ``folder``; equal arguments write equal files.

    ``texts`` is "distinct" or "repeats". Repeats are the tweets of ../shared/stocknet in their order, about
    its 24 companies; after the last they begin again with a number behind each, so that texts repeat as often
    as they do there. Where that folder is absent, they are generated texts.
    """
    real = texts == "repeats" and bool(list(STOCKNET.glob("*.zst")))
    rng = np.random.default_rng(1)
    named = _stocknet_companies() if real else _made_companies(companies)
    lines = _tweets() if real else _generated(rng, named, repeats=texts == "repeats")
    (folder / "data" / "posts").mkdir(parents=True)
    files = tuple(folder / "data" / "posts" / f"{number}.jsonl" for number in range(FILES))
    bounds = np.linspace(0, posts, FILES + 1).astype(int)
    spans = np.linspace(START.astype(np.int64), END.astype(np.int64), FILES + 1) * 86_400
    for number, file in enumerate(files):
        first, end = int(bounds[number]), int(bounds[number + 1])
        span = rng.integers(int(spans[number]), int(spans[number + 1]), end - first)
        _write(file, first, np.sort(span), lines, rng)
    _write_prices(folder / "data" / "prices", list(named))
    study = folder / "ingest.toml"
    study.write_text(
        _HEAD + "".join(f"[[company]]\nticker = {_q(of)}\nname = {_q(named[of])}\n" for of in named), "utf-8"
    )
    source = "tweets of ../shared/stocknet with their repeats" if real else f"generated {texts} texts"
    return Files(study, files, source)


def _write(
    file: Path, first: int, seconds: npt.NDArray[np.int64], lines: Iterator[str], rng: np.random.Generator
) -> None:
    """Posts of the given instants; ``lines`` are texts as JSON writes them."""
    with file.open("w", encoding="utf-8", newline="\n") as out:
        for start in range(0, len(seconds), CHUNK):
            part = seconds[start : start + CHUNK]
            times = np.datetime_as_string(part.astype("datetime64[s]")).tolist()
            authors = (AUTHORS * rng.random(len(part)) ** 2).astype(int).tolist()
            out.writelines(
                f'{{"id": "{number}", "posted_at": "{time}Z", "author": "user{author}", "text": {text}}}\n'
                for number, (time, author, text) in enumerate(
                    zip(times, authors, islice(lines, len(part)), strict=True), first + start
                )
            )


def _generated(rng: np.random.Generator, named: dict[str, str], *, repeats: bool) -> Iterator[str]:
    """Texts of 80 to 140 characters without end, each with a number of its own unless it repeats another."""
    charged = [word for word in sorted(SentimentIntensityAnalyzer().lexicon) if word.isalpha()]
    letters, known = np.array(list("abcdefghijklmnopqrstuvwxyz")), set(charged)
    made = ("".join(rng.choice(letters, size)) for size in rng.integers(2, 10, 20_000))
    words, tickers, names = [word for word in made if word not in known], list(named), list(named.values())
    number = 0
    while True:
        # The first words of the list are frequent, as in any language.
        picks = (len(words) * rng.random((CHUNK, 20)) ** 3).astype(int).tolist()
        lengths = rng.integers(13, 21, CHUNK).tolist()
        about = (len(named) * rng.random((2, CHUNK)) ** 1.5).astype(int).tolist()
        has = (rng.random((4, CHUNK)) < np.array([CHARGED, SECOND, NAMED, REPEATED])[:, None]).tolist()
        moods = rng.integers(0, len(charged), CHUNK).tolist()
        kept: list[str] = []
        for row in range(CHUNK):
            if repeats and has[3][row] and row:
                yield kept[moods[row] % row]
                kept.append(kept[-1])
                continue
            text = [words[pick] for pick in picks[row][: lengths[row]]]
            one = about[0][row]
            text[2] = names[one] if has[2][row] else "$" + tickers[one]
            if has[0][row]:
                text[4] = charged[moods[row]]
            if has[1][row]:
                text[6] = "$" + tickers[about[1][row]]
            number += 1
            line = f'"{" ".join(text)} {number}"'
            yield line
            if repeats:
                kept.append(line)


def _tweets() -> Iterator[str]:
    """The texts of StockNet, again and again."""
    once = [json.dumps(text)[:-1] for file in sorted(STOCKNET.glob("*.zst")) for text in rows(file)]
    yield from (f'{text}"' for text in once)
    for turn in range(1, 1_000_000):
        yield from (f'{text} {turn}"' for text in once)


def _made_companies(count: int) -> dict[str, str]:
    """Tickers that are no words, with names of two words."""
    codes = [
        "".join(chr(65 + number // 26**place % 26) for place in (3, 2, 1, 0))
        for number in range(1, count + 1)
    ]
    return {f"Q{code}": f"Q{code.lower()} Holdings" for code in codes}


def _stocknet_companies() -> dict[str, str]:
    study = read_study(_STUDY, study_type(), parts=known_parts())
    return {company.ticker: company.name for company in study.company}


def _write_prices(folder: Path, tickers: list[str]) -> None:
    """The same random walk for everybody: what prices are does not matter here."""
    folder.mkdir()
    days = pd.bdate_range(pd.Timestamp(START) - pd.Timedelta(days=700), pd.Timestamp(END))
    steps = np.random.default_rng(2).normal(0.0, 0.01, len(days))
    prices = [f"{price:.4f}" for price in 100.0 * np.exp(np.cumsum(steps))]
    lines = [f"{day:%Y-%m-%d},{p},{p},{p},{p},{p},1000000\n" for day, p in zip(days, prices, strict=True)]
    content = "".join(chain(["Date,Open,High,Low,Close,Adj Close,Volume\n"], lines))
    for ticker in tickers:
        (folder / f"{ticker}.csv").write_text(content, "utf-8")


def _q(text: str) -> str:
    return json.dumps(text)
