"""Writes a study of many posts and reads it twice; the second reading is timed and its memory watched."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Final

import numpy as np
import pandas as pd

from benchmarks._faults_process import tree
from benchmarks._ingest_process import EVERY, proportional_share
from naysay.analysis.themes import themes
from naysay.data.posts import read_posts
from naysay.data.scorers import scorer
from naysay.data.sessions import trading_sessions
from naysay.data.themes.study_texts import FirstReading, StudyTexts
from naysay.run.executors import executor
from naysay.run.parts import study_type
from naysay.study.file import parse_study

COMPANIES, EVENTS = 50, 1_000
WORDS_OF_POST: Final = 14
VOCABULARY: Final = 200_000
AUTHORS: Final = 50_000
STOPS: Final = ["the", "of", "and", "to", "in", "a", "is", "that", "it", "for", "on", "with", "as", "this"]


@dataclass(frozen=True)
class Speed:
    """Posts that were read a second time, the seconds that it took, the most memory in MB, and the terms."""

    posts: int
    seconds: float
    own: float
    """Seconds of a processor by the first process, which waits for its workers."""
    peak: float
    terms: int


def speed(posts: int, workers: int) -> Speed:
    """Themes of a study of so many posts, of which all are read twice if they are a million or fewer."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        _write(folder / "posts.csv", posts)
        study = parse_study(_STUDY, study_type(), source="themes.toml")
        sessions = trading_sessions("XNYS", study.study.start, study.study.end)
        files = {"posts.csv": folder / "posts.csv"}
        by_company = dict.fromkeys(study.tickers, sessions)
        with executor(workers).kept(at_once=workers) as kept:
            read = read_posts(
                study,
                files,
                sessions=by_company,
                scorers=[scorer("finance")],
                folder=folder / "columns",
                quarantine=folder / "quarantine.jsonl",
                executor=kept,
            )
            kept.renew()
            hashes = tuple(file.sha256 for file in read.files)
            first = FirstReading(
                files, hashes, read.columns, read.kept, read.scored.score, read.posts_of_chunks
            )
            del read
            texts = StudyTexts(study, first, by_company, scorer("finance").charged_words(), 5)
            with _Watch() as watch:
                begun, own = perf_counter(), process_time()
                table = themes(texts, _events(sessions.index), least_authors=5, most_terms=10, executor=kept)
                seconds, own = perf_counter() - begun, process_time() - own
    return Speed(len(texts.places), seconds, own, watch.peak, int((table["term"] != "").sum()))


class _Watch:
    """The most memory of this process and its workers, what they share counted once."""

    def __enter__(self) -> _Watch:
        self.peak, self._ended = 0.0, threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._ended.wait(EVERY):
            pids = [os.getpid(), *tree(os.getpid())]
            self.peak = max(self.peak, sum(map(proportional_share, pids)))


def _events(sessions: pd.DatetimeIndex) -> pd.DataFrame:
    rng = np.random.default_rng(2)
    company = [f"C{number:02d}" for number in rng.integers(COMPANIES, size=EVENTS)]
    session = sessions[rng.integers(1, len(sessions) - 1, size=EVENTS)]
    return pd.DataFrame(
        {"event_id": [f"E{number}" for number in range(EVENTS)], "company": company, "session": session}
    ).sort_values(["company", "session"], kind="stable")


def _write(path: Path, posts: int) -> None:
    """Posts of words whose ranks follow Zipf's law, half of the words being stop words."""
    rng = np.random.default_rng(1)
    letters = np.array(list("abcdefghijklmnopqrstuvwxyz"))
    words = ["".join(rng.choice(letters, size=size)) for size in rng.integers(4, 11, size=VOCABULARY)]
    words = [*words, *STOPS]
    share = 1 / np.arange(1, VOCABULARY + 1) ** 1.05
    weight = np.concatenate([share / share.sum() / 2, np.full(len(STOPS), 0.5 / len(STOPS))])
    ends = np.cumsum(weight)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write("id,posted_at,company,text,author\n")
        for start in range(0, posts, 50_000):
            n = min(50_000, posts - start)
            picked = np.minimum(np.searchsorted(ends, rng.random((n, WORDS_OF_POST))), len(words) - 1)
            seconds = rng.integers(_FIRST, _LAST, size=n)
            company, author = rng.integers(COMPANIES, size=n), rng.integers(AUTHORS, size=n)
            for row in range(n):
                text = " ".join([words[place] for place in picked[row].tolist()])
                at = np.datetime64(int(seconds[row]), "s")
                file.write(f"{start + row},{at}Z,C{company[row]:02d},{text},u{author[row]}\n")


_FIRST, _LAST = (int(np.datetime64(day, "s").astype(np.int64)) for day in ("2014-01-03", "2015-12-30"))
_STUDY: Final = """[study]
name = "themes"
start = 2014-01-02
end = 2015-12-31
[posts]
format = "table"
path = "posts.csv"
company = "column"
[prices]
source = "csv"
path = "prices"
""" + "".join(f'[[company]]\nticker = "C{number:02d}"\n' for number in range(COMPANIES))
