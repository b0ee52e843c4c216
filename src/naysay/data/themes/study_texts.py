"""The texts of a study, read a second time for what they are about; no text is kept, few words come out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from naysay.data.forgotten import KeyedNames, Name, keyed_hash
from naysay.data.forums.base import CHUNK
from naysay.data.intake import Intake
from naysay.data.post_files import PostFiles, total_size
from naysay.data.scored import SCALE
from naysay.data.sessions import Sessions
from naysay.data.themes.chosen_posts import EventSessions, choose
from naysay.data.themes.comparisons import ReadPosts, of_classes, of_events
from naysay.data.themes.grams import PostWords, phrase
from naysay.data.themes.second_reading import (
    ChosenRows,
    SecondReading,
    key_hash,
    read_terms,
    read_words,
)
from naysay.data.themes.tokens import name_key
from naysay.data.themes.words import BREAK, ThemeWords, labels_of
from naysay.study.errors import DataError
from naysay.study.executor import Executor, SizedParts
from naysay.study.notices import with_notices
from naysay.study.spec import Study
from naysay.study.terms import Comparison, Term

Numbers = npt.NDArray[np.uint64]
SHOWN: Final = 50
"""Posts from which it is seen how a term is written."""
JOINTS: Final = ("", " ", "_", "-", ".")
"""What may stand between the parts of an author's name."""


@dataclass(frozen=True, eq=False)
class FirstReading:
    """What the first reading left: the ``columns`` of posts, without texts, which rows count, and
    their ``score``.

    ``hashes`` are of the ``files``, which must not change between the two readings.
    """

    files: Mapping[str, Path]
    hashes: tuple[str, ...]
    columns: tuple[Path, ...]
    kept: npt.NDArray[np.bool_]
    score: npt.NDArray[np.int16]
    posts_of_chunks: tuple[int, ...]
    """How many rows of the columns are of each chunk of the files."""
    chunk: int = CHUNK
    """Bytes of a part of the files: both readings cut them alike."""


@dataclass(eq=False)
class StudyTexts:
    """The texts of ``study``: terms that ``least`` known authors or more use, and no others, are told apart.

    ``charged`` are words that the scorer reads an opinion in.
    """

    study: Study
    first: FirstReading
    sessions: Mapping[str, Sessions]
    charged: frozenset[str]
    least: int
    forgotten: tuple[KeyedNames, ...] = ()
    places: npt.NDArray[np.int64] = field(default_factory=lambda: np.empty(0, dtype=np.int64), init=False)
    """Of the posts that were read a second time: where they stand among all rows of the first."""
    _names: Numbers = field(default_factory=lambda: np.empty(0, dtype=np.uint64), init=False)

    def comparisons(self, events: pd.DataFrame, executor: Executor) -> Iterator[Comparison]:
        """The study's negative posts with others, its forums, then its ``events``: see ``study/terms.py``."""
        tickers = self.study.tickers
        places = EventSessions.of(events, tickers, [self.sessions[ticker] for ticker in tickers])
        posts = choose(
            self.first.columns,
            self.first.kept,
            places,
            score=self.first.score,
            companies=len(tickers),
            negative_at=round(self.study.chatter.negative_below * SCALE),
            rng=np.random.default_rng(self.study.study.seed),
        )
        self.places = posts.place
        read = ReadPosts(posts, self._words(posts.company, executor), self.least)
        yield from of_classes(read, by_forum=self.study.posts.forum != "one")
        yield from of_events(read, events, places, tickers)

    def written(self, terms: Sequence[Term], executor: Executor) -> list[str]:
        """Each term in its most frequent form: see ``study/terms.py``."""
        wanted: dict[int, set[tuple[int, ...]]] = {}
        for term in terms:
            for post in term.holders[:SHOWN].tolist():
                wanted.setdefault(int(self.places[post]), set()).add(_numbers(term))
        places = np.array(sorted(wanted), dtype=np.int64)
        forms: dict[tuple[int, ...], Counter[str]] = {}
        for counts in executor.map_shared(
            read_terms,
            self._reading,
            self._parts(executor, places, [tuple(sorted(wanted[p])) for p in places.tolist()]),
        ):
            for (numbers, form), n in counts.items():
                forms.setdefault(numbers, Counter())[form] += n
        return [self._shown(forms.get(_numbers(term), Counter())) for term in terms]

    @property
    def depends(self) -> dict[str, object]:
        """All that its terms depend on; of the files the hashes, and not the texts."""
        study, first = self.study, self.first
        return {
            "files": [(name, path.parent.name, path.name) for name, path in first.files.items()],
            "first": (first.hashes, first.kept, first.score, first.chunk),
            "posts": study.posts.model_dump(exclude={"path"}),
            "companies": study.company,
            "sessions": dict(self.sessions),
            "study": (study.study.seed, study.chatter.negative_below),
            "own": (self.charged, self.least, self.forgotten),
        }

    @property
    def _reading(self) -> SecondReading:
        companies = tuple(self.study.company)
        intake = Intake(self.study.posts, companies, {}, (), Path(), self.forgotten)
        return SecondReading(intake, ThemeWords(companies, self.charged))

    def _words(self, company: npt.NDArray[np.int32], executor: Executor) -> PostWords:
        """The words of the chosen posts; those of its own company's name are left out of each."""
        reading, names = self._reading, [self._names]
        own = [reading.vocabulary.own_numbers(one) for one in self.study.company]
        of_names = np.sort(_of_company(
            np.array([number for numbers in own for number in numbers], dtype=np.uint64),
            np.repeat(np.arange(len(own)), [len(numbers) for numbers in own]),
        ))  # fmt: skip
        pieces, lengths, done = [np.empty(0, dtype=np.uint64)], [np.empty(0, dtype=np.int32)], 0
        for part in executor.map_shared(read_words, reading, self._parts(executor, self.places)):
            of = np.repeat(company[done : done + len(part.lengths)], part.lengths)
            number = _of_company(part.words, of)
            place = np.searchsorted(of_names, number)
            is_name = np.append(of_names, np.uint64(BREAK))[place] == number
            pieces.append(np.where(is_name, np.uint64(BREAK), part.words))
            lengths.append(part.lengths)
            names.append(part.authors)
            done += len(part.lengths)
        labels = {name_key(label) for label in labels_of(self.study.company)} - {""}
        names.append(np.array([key_hash(label) for label in labels], dtype=np.uint64))
        self._names = np.unique(np.concatenate(names))
        starts = np.concatenate([[0], np.cumsum(np.concatenate(lengths), dtype=np.int64)])
        return PostWords(np.concatenate(pieces), starts)

    def _parts(
        self,
        executor: Executor,
        places: npt.NDArray[np.int64],
        terms: Sequence[tuple[tuple[int, ...], ...]] | None = None,
    ) -> SizedParts[ChosenRows]:
        """The parts of the files as the first reading had them, and which of ``places`` lie in each.

        They carry their bytes where the workers of ``executor`` do not see the files.

        Raises
        ------
        DataError
            A file that is not as it was.
        """
        size = total_size(self.first.files.values())
        return SizedParts(self._chosen(executor, places, terms), size, lambda chosen: chosen.part.size)

    def _chosen(
        self,
        executor: Executor,
        places: npt.NDArray[np.int64],
        terms: Sequence[tuple[tuple[int, ...], ...]] | None,
    ) -> Iterator[ChosenRows]:
        folder = next((path.parent for path in self.first.columns), None)
        source = PostFiles(self.study.posts, tuple(self.first.files.items()), folder, executor)
        rows, start = iter(self.first.posts_of_chunks), 0
        for part, _ in with_notices(source.parts(self.first.chunk)):  # the first reading told what is odd
            if part is None:
                break
            end = start + sum(islice(rows, len(part.chunks)))
            first, last = np.searchsorted(places, [start, end]).tolist()
            if terms is None or first < last:
                own = None if terms is None else dict(enumerate(terms[first:last]))
                yield ChosenRows(part, places[first:last] - start, own)
            start = end
        source.check(up_to=len(self.first.files))
        if tuple(source.hashes) != self.first.hashes:
            raise _changed(self.first, source.hashes)

    def _shown(self, forms: Counter[str]) -> str:
        """The most frequent form; empty where it is, or holds, the name of an author or of a company."""
        if not forms:
            return ""
        form = min(forms, key=lambda form: (-forms[form], form.swapcase()))
        words = form.split(" ")
        spans = [words[i:j] for i in range(len(words)) for j in range(i + 1, len(words) + 1)]
        keys = np.array([key_hash(name_key("".join(span))) for span in spans], dtype=np.uint64)
        if np.isin(keys, self._names).any() or any(map(self._is_forgotten, spans)):
            return ""
        return form

    def _is_forgotten(self, span: Sequence[str]) -> bool:
        names = [Name("author", joint.join(span)) for joint in JOINTS]
        return any(keyed_hash(of.key, name) in of.authors for of in self.forgotten for name in names)


def _numbers(term: Term) -> tuple[int, ...]:
    return tuple(number for number in term.words.tolist() if number != BREAK)


def _of_company(words: Numbers, company: npt.NDArray[np.int32] | npt.NDArray[np.int64]) -> Numbers:
    """A number for each word and company."""
    return phrase(words, (company + 1).astype(np.uint64))


def _changed(first: FirstReading, hashes: Sequence[str]) -> DataError:
    name = next(
        (name for name, was, now in zip(first.files, first.hashes, hashes, strict=False) if was != now), ""
    )
    return DataError(
        "posts.path",
        got=f"{name}, which changed while the study ran",
        allowed="files that stay as they are",
        mend="Run again when nothing writes to them.",
    )
