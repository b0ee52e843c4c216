"""Takes chunks of posts in: they are read, linked and scored where they lie, and no text is kept."""

from __future__ import annotations

import secrets
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any, Final, Protocol, TextIO

import numpy as np
import numpy.typing as npt
import pandas as pd

from naysay.data.author_hashes import author_hashes
from naysay.data.duplicates import keys
from naysay.data.forums import Batch
from naysay.data.intake import Intake
from naysay.data.linking import Links, stem, unlinked_name
from naysay.data.portions import RETWEET, Portion, Taken, write_columns, write_refused
from naysay.data.post_files import FileChunk, Part
from naysay.data.reach import in_reach
from naysay.data.readings import Chosen
from naysay.data.said import said_hashes
from naysay.data.scratch import temporary_folder
from naysay.data.sessions import session_positions
from naysay.data.witness import shown_text

TEXT_AT_ONCE: Final = 2_000_000
TEXT_A_ROW: Final = 200
"""Posts are turned into columns when they have as many characters, and each counts as TEXT_A_ROW more."""


def take_in(intake: Intake, part: Part) -> Taken:
    """Read the posts of some chunks, find their companies and sessions, and score those that lie in one.

    Raises
    ------
    DataError
        A file that can no longer be read.
    """
    if not intake.is_afar:
        return _taken_in(intake, part, intake.folder)
    with temporary_folder() as folder:
        taken = _taken_in(intake, part, folder)
        written = [path for path in (taken.columns, taken.quarantine) if path is not None]
        return replace(
            taken,
            columns=taken.columns and intake.folder / taken.columns.name,
            quarantine=taken.quarantine and intake.folder / taken.quarantine.name,
            contents=tuple((intake.folder / path.name, path.read_bytes()) for path in written),
        )


def _taken_in(intake: Intake, part: Part, folder: Path) -> Taken:
    name = f"{part.number:08d}-{secrets.token_hex(4)}"  # a worker that was given up may still write its own
    columns, aside = (folder / f"{name}{ending}" for ending in (".arrow", ".jsonl"))
    gathered, portions = _Gathered(intake, part.scorers), list[Portion]()
    with aside.open("w", encoding="utf-8", newline="\n") as log:
        for source in part.chunks:
            taking = Taking(intake, source, gathered, log)
            for batch in intake.batches(source.chunk):
                if intake.most is not None and taking.rows >= intake.most:
                    break
                taking.take(batch)
            portions.append(taking.portion())
    refused = any(portion.refused for portion in portions)
    if not refused:
        aside.unlink()
    written = columns if gathered.write(columns) else None
    return Taken(tuple(portions), written, aside if refused else None, intake.read.taken_tally(), part.size)


class Gathering(Protocol):
    """Gathers the posts of batches that are about companies of the study."""

    def add(
        self, batch: Batch, rows: Sequence[int], companies: Sequence[int], forums: Sequence[str], file: int
    ) -> None:
        """Gather the posts of a ``file`` in ``rows``, each of the company and the forum at the same place."""


class Taking:
    """What has become of the batches of one chunk so far."""

    def __init__(self, intake: Intake, source: FileChunk, gathered: Gathering, log: TextIO) -> None:
        path, by = source.chunk.path, intake.posts.forum
        self._intake = intake
        self._source = source
        self._gathered = gathered
        self._log = log
        self._place = shown_text({"folder": path.parent.name, "file": stem(path)}.get(by, ""))
        self._portion = Portion(source.file)
        self._decided = defaultdict[Links, int](int)

    @property
    def rows(self) -> int:
        """The rows so far."""
        return self._portion.rows

    def take(self, batch: Batch) -> None:
        """Count the rows of a batch, and gather its posts."""
        portion, name = self._portion, self._source.name
        portion.rows += batch.rows
        portion.skipped.update(batch.skipped)
        if batch.refused:
            first = batch.refused[0]
            portion.first_refused = portion.first_refused or first.sentence(name)
            portion.refused.update(row.reason for row in batch.refused)
            write_refused(self._log, name, batch.refused)
        rows, companies = self._linked(batch)
        if rows:
            by_column = self._intake.posts.forum == "column"
            forums = [batch.forum[row] for row in rows] if by_column else [self._place] * len(rows)
            self._gathered.add(batch, rows, companies, forums, self._source.file)
            portion.posts += len(rows)

    def portion(self) -> Portion:
        """What became of the chunk."""
        for links, rows in self._decided.items():
            for decision in links.decisions:
                self._portion.links[decision] += rows
        return self._portion

    def _linked(self, batch: Batch) -> tuple[list[int], list[int]]:
        """The rows that are about companies, once for each of them, and the companies' places."""
        every = list(self._intake.link.of(self._source.chunk.path, batch.company, batch.text))
        places = {links: self._counted(links, posts) for links, posts in Counter(every).items()}
        kept = [places[links] for links in every]
        if self._portion.without_company and not self._portion.first_unlinked:
            by, path = self._intake.posts.company, self._source.chunk.path
            self._portion.first_unlinked = unlinked_name(by, path, batch.company, every)
        return [row for row, of in enumerate(kept) for _ in of], list(chain.from_iterable(kept))

    def _counted(self, links: Links, posts: int) -> list[int]:
        """The places of the companies that so many ``posts`` are kept for."""
        portion, most = self._portion, self._intake.posts.max_companies
        self._decided[links] += posts
        if not links.companies:
            portion.without_company += posts
        elif most is not None and len(links.companies) > most:
            portion.of_many_companies += posts
        else:
            for company in links.companies[1:]:
                portion.further[company] += posts
            return [self._intake.codes[company] for company in links.companies]
        return []


class _Gathered:
    """The posts of some chunks: few batches are turned into columns at once, for each time has its cost."""

    def __init__(self, intake: Intake, scorers: Chosen) -> None:
        self._intake = intake
        self._scorers = scorers
        self._pieces: list[dict[str, npt.NDArray[Any]]] = []
        self._forums: list[str] = []
        self._files: list[int] = []
        self._waiting, self._text = Batch(), 0
        self._places, self._companies = list[int](), list[int]()

    def add(
        self, batch: Batch, rows: Sequence[int], companies: Sequence[int], forums: Sequence[str], file: int
    ) -> None:
        """Gather the posts of a ``file`` in ``rows``, each of the company and the forum at the same place."""
        waiting, before = self._waiting, len(self._waiting.text)
        waiting.post_id += batch.post_id
        waiting.posted_at += batch.posted_at
        waiting.text += batch.text
        waiting.author += batch.author
        waiting.repeats += batch.repeats
        waiting.score.update({before + row: score for row, score in batch.score.items()})
        self._places += [before + row for row in rows]
        self._companies += companies
        self._forums += forums
        self._files += [file] * len(rows)
        self._text += sum(map(len, batch.text)) + TEXT_A_ROW * len(batch.text)
        if self._text >= TEXT_AT_ONCE:
            self._turn()

    def write(self, path: Path) -> bool:
        """Write the columns, and say whether there is a post."""
        self._turn()
        if self._pieces:
            names = list(self._pieces[0])
            whole = {name: np.concatenate([piece[name] for piece in self._pieces]) for name in names}
            whole["file"] = np.array(self._files, dtype=np.int32)
            write_columns(path, whole, self._forums)
        return bool(self._pieces)

    def _turn(self) -> None:
        if self._places:
            posts = (self._waiting, self._places, self._companies)
            self._pieces.append(_columns(self._intake, *posts, self._scorers))
        self._waiting, self._text, self._places, self._companies = Batch(), 0, [], []


def _columns(
    intake: Intake, batch: Batch, rows: Sequence[int], companies: Sequence[int], scorers: Chosen
) -> dict[str, npt.NDArray[Any]]:
    """Of the posts in ``rows``, each about the company at the same place, all but the text and the forum.

    What is not needed of a post that lies in no session, whatever the study's cut-off, is not worked out: it
    has no author and no score.
    """
    of, company = np.array(rows), np.array(companies, dtype=np.int32)
    posted_at = np.array(batch.posted_at, dtype=np.int64)[of]
    names = pd.Categorical.from_codes(company, intake.tickers)
    session = session_positions(names, posted_at, intake.sessions)
    if intake.posts.retweets == "drop":
        session[np.array(batch.repeats)[of]] = RETWEET
    key = keys(batch.post_id)[of]
    inside = np.unique(of[in_reach(names, posted_at, intake.sessions) & (session != RETWEET)])
    own = list(map(batch.score.get, inside.tolist())) if batch.score else []
    texts, authors = ([values[row] for row in inside.tolist()] for values in (batch.text, batch.author))

    def laid_out(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        column = np.zeros(len(batch.text), dtype=values.dtype)
        column[inside] = values
        return np.asarray(column[of])

    return {
        "key_high": key[:, 0],
        "key_low": key[:, 1],
        "company": company,
        "posted_at": posted_at,
        "session": session,
        "author": laid_out(author_hashes(authors)),
        "said": laid_out(said_hashes(texts)),
        **{name: laid_out(values) for name, values in intake.read(texts, own, scorers).items()},
    }
