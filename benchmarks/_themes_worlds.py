"""Themes of simulated companies whose storms have subjects, and of real posts in a new order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from unittest.mock import patch

import numpy as np
import numpy.typing as npt
import pandas as pd
from zstandard import ZstdDecompressor

from benchmarks._posts import STOCKNET
from naysay.analysis.themes import themes
from naysay.data import simulation
from naysay.data.author_hashes import author_hashes
from naysay.data.forums import forum
from naysay.data.phrases import NEGATIVE, TOPICS, topic_subjects
from naysay.data.said import said_hashes
from naysay.data.scorers import scorer
from naysay.data.themes.chosen_posts import ChosenPosts, EventSessions
from naysay.data.themes.comparisons import ReadPosts, of_events
from naysay.data.themes.grams import PostWords
from naysay.data.themes.words import ThemeWords
from naysay.run.demo import make_demo
from naysay.run.pipeline import run_study
from naysay.study.executor import Executor, Serial
from naysay.study.spec import PostOptions
from naysay.study.terms import Comparison, Term

NEAR: Final = 1
"""Sessions between an event and the storm that it is taken for."""
FAR: Final = 3
"""Sessions from which on an event shares no post with a storm."""
LEAST: Final = 5
NEGATIVE_SHARE: Final = 0.6
"""Of the posts of a drawn event: a storm is chosen for its negative posts."""
SIZES: Final = (20, 50, 100, 200)


@dataclass(frozen=True)
class World:
    """The events of one simulated world and their terms by falling z: those near a storm, those far from any.

    ``topics`` are of the events near a storm, with the number of posts that were read.
    """

    near: tuple[pd.DataFrame, ...]
    topics: tuple[int, ...]
    far: tuple[pd.DataFrame, ...]


def simulated_world(seed: int, *, on_topic: float) -> World:
    """The demo of ``seed``, of whose storms' posts a share ``on_topic`` is about a subject."""
    with TemporaryDirectory() as name, patch.object(simulation, "ON_TOPIC", on_topic):
        worlds: list[simulation.Simulation] = []

        def kept(**options: object) -> simulation.Simulation:
            worlds.append(simulation.simulate(**options))  # type: ignore[arg-type]
            return worlds[-1]

        with patch("naysay.run.demo.simulate", kept):
            study, workspace = make_demo(Path(name) / "w", effect_bp=-20.0, seed=seed, language="en")
        about = study.study.model_copy(update={"methods": ("event_study", "themes")})
        report = study.report.model_copy(update={"sections": ("data",), "formats": ("html",)})
        study = study.model_copy(update={"study": about, "report": report})
        _, results = run_study(study, workspace, out=Path(name) / "run")
    return _sorted_out(results.tables["themes"], results.tables["events"], worlds[0].storms)


def is_named(terms: Sequence[str], topic: int) -> bool:
    """Whether one of the ``terms`` is a part of what posts about the ``topic`` begin with."""
    phrases = [f" {subject.lower()} " for subject in topic_subjects(TOPICS[topic], NEGATIVE)]
    return any(f" {term.lower()} " in phrase for term in terms for phrase in phrases)


def _sorted_out(table: pd.DataFrame, events: pd.DataFrame, storms: pd.DataFrame) -> World:
    near, topics, far = [], [], []
    days = {company: own.set_index("session")["topic"] for company, own in storms.groupby("company")}
    for event_id, company, session in zip(
        events["event_id"], events["company"], events["session"], strict=True
    ):
        own = table[table["event_id"] == event_id]
        storm = days.get(company, pd.Series(dtype=int))
        distance = np.abs([np.busday_count(session.date(), day.date()) for day in storm.index])
        if len(distance) and distance.min() <= NEAR:
            near.append(own)
            topics.append(int(storm.iloc[int(distance.argmin())]))
        elif not len(distance) or distance.min() >= FAR:
            far.append(own)
    return World(tuple(near), tuple(topics), tuple(far))


def shuffled_tweets(seed: int) -> Iterator[pd.DataFrame]:
    """The themes of events that were drawn from the tweets of each company, so that none is about anything.

    A drawn event has more negative posts than the company's others, as a storm has.
    """
    rng = np.random.default_rng(seed)
    finance = scorer("finance")
    vocabulary = ThemeWords((), finance.charged_words())
    for file in sorted(STOCKNET.glob("*.jsonl.zst")):
        texts, authors = _tweets(file)
        negative = finance.score(texts) <= -0.05
        session, events = _drawn_sessions(negative, rng)
        if len(events):
            numbers = [vocabulary.numbers(text) for text in texts]
            starts = np.concatenate([[0], np.cumsum([len(post) for post in numbers])]).astype(np.int64)
            words = PostWords(np.array([n for post in numbers for n in post], dtype=np.uint64), starts)
            n = len(texts)
            posts = ChosenPosts(
                place=np.arange(n),
                company=np.zeros(n, dtype=np.int32),
                session=session,
                author=author_hashes(authors),
                said=said_hashes(texts),
                negative=negative,
                forum=pd.Categorical.from_codes([0] * n, pd.Index([""], dtype=object)),
                sampled=np.ones(n, dtype=bool),
            )
            yield themes(
                _Drawn(ReadPosts(posts, words, LEAST), events),
                pd.DataFrame({"event_id": [f"{file.name}-{at}" for at in events.tolist()]}),
                least_authors=LEAST,
                most_terms=10,
                executor=Serial(),
            )


@dataclass(frozen=True, eq=False)
class _Drawn:
    """Texts of drawn events; terms are not written out."""

    read: ReadPosts
    sessions: npt.NDArray[np.int64]

    def comparisons(self, events: pd.DataFrame, executor: Executor) -> Iterator[Comparison]:
        """Each event with all other posts."""
        del executor
        places = EventSessions(np.zeros(len(self.sessions), dtype=np.int64), self.sessions)
        return of_events(self.read, events, places, ["X"])

    def written(self, terms: Sequence[Term], executor: Executor) -> list[str]:
        """A name for each."""
        del executor
        return [f"term {number}" for number in range(len(terms))]


def _tweets(file: Path) -> tuple[list[str], list[str]]:
    """Texts and authors of the tweets that are no retweets, copies of a text once."""
    chosen: dict[str, str] = {}
    with TemporaryDirectory() as name:
        plain = Path(name) / file.stem
        with file.open("rb") as packed, plain.open("wb") as lines:
            ZstdDecompressor().copy_stream(packed, lines)
        options = PostOptions(format="twitter", path="x")
        for batch in forum("twitter").batches(plain, options):
            for text, author, repeats in zip(batch.text, batch.author, batch.repeats, strict=True):
                if not repeats:
                    chosen.setdefault(text, author)
    return list(chosen), list(chosen.values())


def _drawn_sessions(
    negative: npt.NDArray[np.bool_], rng: np.random.Generator
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int64]]:
    """A session for each post, and those that are events: up to a fifth of all posts lie in one."""
    bad, other = (rng.permutation(np.flatnonzero(kind)).tolist() for kind in (negative, ~negative))
    session = np.full(len(negative), 100_000, dtype=np.int32)
    events, left = list[int](), len(negative) // 5
    for size in SIZES * len(negative):
        n_bad = round(size * NEGATIVE_SHARE)
        if left < size or len(bad) < n_bad or len(other) < size - n_bad:
            break
        rows = [bad.pop() for _ in range(n_bad)] + [other.pop() for _ in range(size - n_bad)]
        session[rows] = 10 * (len(events) + 1)
        events.append(10 * (len(events) + 1))
        left -= size
    return session, np.array(events, dtype=np.int64)
