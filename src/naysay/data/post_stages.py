"""Reads posts again only where something of them is not kept: a changed file, another scorer, or what a
stopped run left of a file."""

from __future__ import annotations

import dataclasses
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import chain, count
from pathlib import Path
from typing import Any

from naysay.data.forums import forum
from naysay.data.forums.base import CHUNK
from naysay.data.intake import Intake
from naysay.data.own_scores import ScoreTally
from naysay.data.portions import Taken
from naysay.data.post_depends import reading_depends, scoring_depends
from naysay.data.post_entries import (
    columns_by_entry,
    portions_of,
    posts_entry,
    rows_of,
    scores_entry,
    scores_of,
    tally_of,
    write_entry,
)
from naysay.data.post_files import Part, PostFiles
from naysay.data.post_spans import SPAN, Span, notices_of
from naysay.data.post_units import Unit, units_of
from naysay.data.taking import take_in
from naysay.data.witness import Witness
from naysay.study.digests import digest
from naysay.study.errors import DataError, Notice
from naysay.study.executor import Executor
from naysay.study.notices import caught, merged, with_notices
from naysay.study.stages import StageEntry, StageKey, Stages


class StagedPosts:
    """Takes ``files`` in as ``take_in`` does with all their parts, with what ``stages`` keep of them.

    What is read is kept span by span, as soon as a span is whole: a run that is stopped leaves those before.
    ``check`` and ``hashes`` are those of ``PostFiles``.
    """

    def __init__(self, intake: Intake, files: Sequence[tuple[str, Path]], stages: Stages) -> None:
        self.hashes: list[str] = []
        self._intake = intake
        self._together = forum(intake.posts.format).reads_together
        self._units = units_of(files, together=self._together)
        self._stages = stages
        self._witnesses: list[Witness] = []
        self._checked = 0
        self._numbers, self._places = count(), count()
        self._waiting = deque[Span]()
        self._depends = reading_depends(intake)
        self._by_scorer = [scoring_depends(scorer) for scorer in intake.scorers]

    def taken(self, workers: Executor, joiners: Executor) -> Iterator[Taken]:
        """What became of the files, in their order, read by ``workers`` and joined by ``joiners`` before.

        Raises
        ------
        DataError
            As ``PostFiles.parts`` and ``take_in``.
        """
        drawn = self._parts(joiners)
        try:
            for part in drawn:  # workers are asked for from the first part on that has to be read
                if part is None:
                    yield from self._finished(self._waiting.popleft())
                else:
                    yield from self._read(workers, chain([part], (of for of in drawn if of is not None)))
        except DataError:
            while self._waiting and self._waiting[0].is_complete:
                yield from self._finished(self._waiting.popleft(), keep=False)
            raise
        while self._waiting:
            yield from self._finished(self._waiting.popleft())

    def check(self, *, up_to: int) -> None:
        """Raise a DataError when one of the files before ``up_to`` has changed since it was opened."""
        for witness in self._witnesses[self._checked : up_to]:
            witness.check()
        self._checked = max(self._checked, up_to)

    def _read(self, workers: Executor, parts: Iterator[tuple[int, Part]]) -> Iterator[Taken]:
        """What became of ``parts`` and of the spans between them."""
        for place, part, notices in workers.map_shared(_taken_and_told, self._intake, parts):
            taken = part.landed()
            while self._waiting[0].place < place:
                yield from self._finished(self._waiting.popleft())
            span = self._waiting[0]
            span.note(notices)
            span.taken.append(taken)
            if span.posts is None:
                span.quarantine += [] if taken.quarantine is None else [taken.quarantine.read_bytes()]
                yield taken

    def _parts(self, joiners: Executor) -> Iterator[tuple[int, Part] | None]:
        """The parts of the files that have to be read, each with the place of its span.

        None comes for each span at the beginning of a file of which nothing has to be read.
        """
        for unit in self._units:
            hashes = list[str]()
            try:
                for _, path in unit.files:
                    hashes.append(self._hashed(path))
            except DataError:
                if hashes and not self._together:  # the files before it come first
                    yield from self._of_unit(Unit(unit.first, unit.files[: len(hashes)]), hashes, joiners)
                raise
            yield from self._of_unit(unit, hashes, joiners)

    def _of_unit(
        self, unit: Unit, hashes: Sequence[str], joiners: Executor
    ) -> Iterator[tuple[int, Part] | None]:
        """The parts of a unit; its files are cut only where something of them has to be read."""
        self.hashes += hashes
        keys = self._keys(unit, hashes)
        span = self._opened(unit, keys, 0)
        while span.whole is not None:
            yield None
            if span.is_last:
                return
            span = self._opened(unit, keys, span.number + 1)
        own = self._intake
        source = PostFiles(own.posts, unit.files, own.folder, joiners)
        for place, (part, notices) in enumerate(with_notices(source.parts(CHUNK))):
            number = place // SPAN
            if part is not None and number > span.number:
                span.is_closed = True
                span = self._opened(unit, keys, number)
            if number < span.number or span.whole is not None:
                continue
            span.note(notices)
            if part is not None:
                span.parts, span.size = span.parts + 1, span.size + part.size
                yield span.place, self._placed(part, span)
        span.is_closed = span.is_last = True
        if source.hashes != hashes:
            raise _changed(unit, hashes, source.hashes)

    def _hashed(self, path: Path) -> str:
        with Witness(path) as witness:
            self._witnesses.append(witness)
            return witness.sha256()

    def _placed(self, part: Part, span: Span) -> Part:
        """``part`` of the files of a unit as one of the study's."""
        first = span.unit.first
        chunks = tuple(dataclasses.replace(chunk, file=first + chunk.file) for chunk in part.chunks)
        return Part(next(self._numbers), chunks, span.missing, part.size)

    def _keys(self, unit: Unit, hashes: Sequence[str]) -> tuple[StageKey, ...]:
        """The keys of the posts of a unit and of their scores by each scorer, but for the span."""
        names, files = [(name, path.parent.name, path.name) for name, path in unit.files], len(unit.files)
        own = {"the file": digest(hashes), "its name": digest(names)}
        key = StageKey("posts", {**own, **self._depends}, names[0][0], files)
        of_scores = (
            StageKey(f"scores_{scorer.name}", {**key.depends, **by_scorer}, key.of, files)
            for scorer, by_scorer in zip(self._intake.scorers, self._by_scorer, strict=True)
        )
        return key, *of_scores

    def _opened(self, unit: Unit, keys: Sequence[StageKey], number: int) -> Span:
        """A span of a unit with what is kept of it; where that is all, it is taken as a whole."""
        of_posts, *of_scores = (dataclasses.replace(key, part=number) for key in keys)
        posts, scores = self._stages.get(of_posts), [self._stages.get(key) for key in of_scores]
        if posts is not None and any(of is not None and scores_of(of) != rows_of(posts) for of in scores):
            posts = None  # never so, unless what makes entries is at fault: then nothing of it is used
        span = Span(next(self._places), unit, number, of_posts, tuple(of_scores), posts, scores)
        self._waiting.append(span)
        if posts is not None and not span.missing:
            span.is_last = posts.about["last"]
            # Written now: nothing is drawn before the next span that has to be read, and none need wait.
            span.note(notices_of(posts))
            span.whole = list(self._assembled(span, posts))
            span.posts, span.scores = None, []
        return span

    def _finished(self, span: Span, *, keep: bool = True) -> Iterator[Taken]:
        """Keep what was read of a span, and give what is taken of it as a whole."""
        if span.whole is not None:
            yield from span.whole
            return
        keep = keep and self._is_unchanged(span.unit)
        posts, missing = span.posts, sorted(span.missing)
        if posts is None and keep:
            self._stages.put(span.posts_key, lambda: posts_entry(span))
        for place in missing if keep or posts is not None else ():
            span.scores[place] = self._new_scores(span, place, keep=keep)
        if posts is not None:
            yield from self._assembled(span, posts)

    def _is_unchanged(self, unit: Unit) -> bool:
        """Whether the files are still those that the keys name: they were cut after they were hashed."""
        try:
            for witness in self._witnesses[unit.first : unit.first + len(unit.files)]:
                witness.check()
        except DataError:  # whoever takes the posts hears of it
            return False
        return True

    def _new_scores(self, span: Span, place: int, *, keep: bool) -> StageEntry:
        """The scores of a span by the scorer at ``place``, kept if they are to be."""
        scorer = self._intake.scorers[place]
        entry = scores_entry(span.taken, columns_by_entry(place, scorer), tallied=not scorer.reads_texts)
        if keep:
            self._stages.put(span.scores_keys[place], lambda: entry)
        return entry

    def _assembled(self, span: Span, posts: StageEntry) -> Iterator[Taken]:
        """What the entries of a span say of it, as if a worker had read it."""
        intake = self._intake
        scores, tally = dict[str, Any](), ScoreTally()
        for place, (scorer, of) in enumerate(zip(intake.scorers, span.scores, strict=True)):
            if of is not None:
                scores |= {own: of.arrays[name] for name, own in columns_by_entry(place, scorer).items()}
                tally.add(tally_of(of))
        number = next(self._numbers)
        columns, aside = (intake.folder / f"{number:08d}{ending}" for ending in (".arrow", ".jsonl"))
        written = write_entry(
            columns,
            posts,
            scores,
            first=span.unit.first,
            companies=intake.tickers,
            sessions=intake.sessions,
        )
        for taken in span.taken:
            for path in (taken.columns, taken.quarantine):
                if path is not None:
                    path.unlink()
        if refused := posts.arrays["quarantine"].tobytes():
            aside.write_bytes(refused)
        portions, size = portions_of(posts, span.unit.first), posts.about["size"]
        if portions:
            yield Taken(portions, columns if written else None, aside if refused else None, tally, size)


def _taken_and_told(intake: Intake, part: tuple[int, Part]) -> tuple[int, Taken, list[Notice]]:
    """What becomes of a part of the span at a place, and what its reading warned of."""
    place, of = part
    with caught() as notices:
        taken = take_in(intake, of)
    return place, taken, list(merged(notices))


def _changed(unit: Unit, before: Sequence[str], now: Sequence[str]) -> DataError:
    name = next(name for (name, _), was, of in zip(unit.files, before, now, strict=True) if was != of)
    return DataError(
        "posts.path",
        got=f"{name}, which changed while it was read",
        allowed="files that stay as they are during a run",
        mend="Run again when nothing writes to it.",
    )
