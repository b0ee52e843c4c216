"""Reads files of posts again only where something of them is not kept: a changed file, another scorer."""

from __future__ import annotations

import dataclasses
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, Final

from naysay.data.forums.base import CHUNK
from naysay.data.intake import Intake, take_in
from naysay.data.own_scores import ScoreTally
from naysay.data.portions import Taken
from naysay.data.post_depends import reading_depends, scoring_depends
from naysay.data.post_entries import (
    portions_of,
    posts_entry,
    rows_of,
    scores_entry,
    tally_of,
    write_entry,
)
from naysay.data.post_files import Part, PostFiles
from naysay.data.post_units import Unit, units_of
from naysay.data.readings import columns_of
from naysay.data.scorers import Scorer
from naysay.data.witness import Witness
from naysay.study.digests import digest
from naysay.study.errors import DataError, Notice
from naysay.study.executor import Executor
from naysay.study.notices import caught, merged, warn_of
from naysay.study.stages import StageEntry, StageKey, Stages, UnkeptError

MOST_POSTS: Final = 2_000_000
"""Of a file that is kept: an entry is made in memory, as a whole."""


@dataclass(slots=True)
class _Held:
    """What is kept of a unit of files, and what was taken of its parts meanwhile."""

    unit: Unit
    posts_key: StageKey
    scores_keys: tuple[StageKey, ...]
    posts: StageEntry | None
    scores: list[StageEntry | None]
    notices: list[Notice] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)
    quarantine: list[bytes] = field(default_factory=list)
    whole: list[Taken] | None = None
    """What was taken of it as a whole, where nothing had to be read."""

    @property
    def missing(self) -> frozenset[int]:
        """The scorers whose scores are not kept; all where the posts are not."""
        if self.posts is None:
            return frozenset(range(len(self.scores)))
        return frozenset(place for place, of in enumerate(self.scores) if of is None)


def can_be_kept(scorers: Sequence[Scorer]) -> bool:
    """Whether one of ``scorers`` at most reads the posts' own sentiments: of two, what these were is not told
    apart."""
    return sum(not scorer.reads_texts for scorer in scorers) < 2


class StagedPosts:
    """Takes ``files`` in as ``take_in`` does with all their parts, with what ``stages`` keep of them.

    ``check`` and ``hashes`` are those of ``PostFiles``.
    """

    def __init__(self, intake: Intake, files: Sequence[tuple[str, Path]], stages: Stages) -> None:
        self.hashes: list[str] = []
        self._intake = intake
        self._units = units_of(files)
        self._stages = stages
        self._witnesses: list[Witness] = []
        self._checked = 0
        self._numbers = count()
        self._waiting = deque[_Held]()
        self._depends = reading_depends(intake)
        self._by_scorer = [scoring_depends(scorer) for scorer in intake.scorers]

    def taken(self, workers: Executor) -> Iterator[Taken]:
        """What became of the files, in their order; what is read is read by ``workers``.

        Raises
        ------
        DataError
            As ``PostFiles.parts`` and ``take_in``.
        """
        for place, taken, notices in workers.map_shared(_taken_and_told, self._intake, self._parts()):
            while self._waiting[0].unit.first < place:
                yield from self._finished(self._waiting.popleft())
            held = self._waiting[0]
            held.notices += notices
            held.taken.append(taken)
            for notice in notices:
                warn_of(notice)
            if held.posts is None:
                held.quarantine += [] if taken.quarantine is None else [taken.quarantine.read_bytes()]
                yield taken
        while self._waiting:
            yield from self._finished(self._waiting.popleft())

    def check(self, *, up_to: int) -> None:
        """Raise a DataError when one of the files before ``up_to`` has changed since it was opened."""
        for witness in self._witnesses[self._checked : up_to]:
            witness.check()
        self._checked = max(self._checked, up_to)

    def _parts(self) -> Iterator[tuple[int, Part]]:
        """The parts of the files that have to be read, each with the place of the first file of its unit."""
        for unit in self._units:
            hashes = [self._hashed(path) for _, path in unit.files]
            self.hashes += hashes
            held = self._looked_up(unit, hashes)
            self._waiting.append(held)
            if held.posts is not None and not held.missing:
                # Written now: nothing is drawn before the next file that has to be read, and none need wait.
                held.whole = list(self._assembled(held, held.posts))
                held.posts, held.scores = None, []
                continue
            source = PostFiles(self._intake.posts, unit.files)
            parts = source.parts(CHUNK)
            while True:
                with caught() as notices:
                    part = next(parts, None)
                held.notices += notices
                for notice in notices:
                    warn_of(notice)
                if part is None:
                    break
                chunks = tuple(
                    dataclasses.replace(chunk, file=unit.first + chunk.file) for chunk in part.chunks
                )
                yield unit.first, Part(next(self._numbers), chunks, held.missing)
            if source.hashes != hashes:
                raise _changed(unit, hashes, source.hashes)

    def _hashed(self, path: Path) -> str:
        with Witness(path) as witness:
            self._witnesses.append(witness)
            return witness.sha256()

    def _looked_up(self, unit: Unit, hashes: Sequence[str]) -> _Held:
        names, files = [(name, path.parent.name, path.name) for name, path in unit.files], len(unit.files)
        own = {"the file": digest(hashes), "its name": digest(names)}
        key = StageKey("posts", {**own, **self._depends}, names[0][0], files)
        keys = tuple(
            StageKey(f"scores_{scorer.name}", {**key.depends, **by_scorer}, key.of, files)
            for scorer, by_scorer in zip(self._intake.scorers, self._by_scorer, strict=True)
        )
        posts, scores = self._stages.get(key), [self._stages.get(of) for of in keys]
        held = _Held(unit, key, keys, posts, scores)
        if posts is not None and any(of is not None and _length(of) != rows_of(posts) for of in scores):
            held.posts = None  # never so, unless what makes entries is at fault: then nothing of it is used
        return held

    def _finished(self, held: _Held) -> Iterator[Taken]:
        """Keep what was read of a file, and give what is taken of it as a whole."""
        if held.whole is not None:
            yield from held.whole
            return
        posts, missing = held.posts, sorted(held.missing)
        if posts is None and sum(portion.posts for of in held.taken for portion in of.portions) > MOST_POSTS:
            self._stages.put(held.posts_key, _too_large)
            return
        if posts is None:
            about = {"notices": [_plain(notice) for notice in merged(held.notices)]}
            refused, first = b"".join(held.quarantine), held.unit.first
            self._stages.put(held.posts_key, lambda: posts_entry(held.taken, refused, about, first=first))
        for place in missing:
            held.scores[place] = self._kept_scores(held, place)
        if posts is not None:
            yield from self._assembled(held, posts)

    def _kept_scores(self, held: _Held, place: int) -> StageEntry:
        """The scores of a file by the scorer at ``place``, once they are kept."""
        scorer = self._intake.scorers[place]
        entry = scores_entry(held.taken, _columns(place, scorer), tallied=not scorer.reads_texts)
        self._stages.put(held.scores_keys[place], lambda: entry)
        return entry

    def _assembled(self, held: _Held, posts: StageEntry) -> Iterator[Taken]:
        """What the entries of a file say of it, as if a worker had read it."""
        intake = self._intake
        if not held.taken:  # else the warnings came when it was read
            for plain in posts.about["notices"]:
                warn_of(_notice(plain))
        scores, tally = dict[str, Any](), ScoreTally()
        for place, (scorer, of) in enumerate(zip(intake.scorers, held.scores, strict=True)):
            if of is not None:
                scores |= {own: of.arrays[name] for name, own in _columns(place, scorer).items()}
                tally.add(tally_of(of))
        number = next(self._numbers)
        columns, aside = (intake.folder / f"{number:08d}{ending}" for ending in (".arrow", ".jsonl"))
        written = write_entry(
            columns,
            posts,
            scores,
            first=held.unit.first,
            companies=intake.tickers,
            sessions=intake.sessions,
        )
        for taken in held.taken:
            for path in (taken.columns, taken.quarantine):
                if path is not None:
                    path.unlink()
        if refused := posts.arrays["quarantine"].tobytes():
            aside.write_bytes(refused)
        portions = portions_of(posts, held.unit.first)
        if portions:
            yield Taken(portions, columns if written else None, aside if refused else None, tally)


def _taken_and_told(intake: Intake, part: tuple[int, Part]) -> tuple[int, Taken, tuple[Notice, ...]]:
    """What becomes of a part of the file at a place, and what its reading warned of."""
    place, of = part
    with caught() as notices:
        taken = take_in(intake, of)
    return place, taken, merged(notices)


def _too_large() -> StageEntry:
    raise UnkeptError(f"a file has more than {MOST_POSTS} posts")


def _columns(place: int, scorer: Scorer) -> dict[str, str]:
    """The names of the columns of scores by a scorer, by those that do not tell its place in the study."""
    first = f"score_{place}"
    return {"score" + name.removeprefix(first): name for name, _, _ in columns_of(place, scorer)}


def _length(scores: StageEntry) -> int:
    return len(next(iter(scores.arrays.values())))


def _plain(notice: Notice) -> list[Any]:
    return [notice.code, list(notice.about), notice.rows, [list(value) for value in notice.values]]


def _notice(plain: Sequence[Any]) -> Notice:
    code, about, rows, values = plain
    return Notice(code, tuple(about), rows, tuple((name, of) for name, of in values))


def _changed(unit: Unit, before: Sequence[str], now: Sequence[str]) -> DataError:
    name = next(name for (name, _), was, of in zip(unit.files, before, now, strict=True) if was != of)
    return DataError(
        "posts.path",
        got=f"{name}, which changed while it was read",
        allowed="files that stay as they are during a run",
        mend="Run again when nothing writes to it.",
    )
