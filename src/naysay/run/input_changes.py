"""What differs between the inputs of two runs: the file, and the first row, block or word in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from naysay.data.markets.csv import ENDINGS
from naysay.data.marks import Marks, Packed, marks_key, word_key, words_of
from naysay.data.scorers import word_lists
from naysay.run.manifest import Input
from naysay.study.counts import counted
from naysay.study.errors import printable

What = Literal["changed", "added", "absent", "renamed"]
Words = Callable[[Input], Sequence[str]]
"""Words that may stand in an input, by which the mark of a word is known."""
COLUMNS: Final = 3
"""Columns of prices that are named; where more differ, none is."""


@dataclass(frozen=True, slots=True)
class InputChange:
    """One input that is not in both runs as it is. ``where`` is what differs in it, empty if nobody knows."""

    kind: str
    name: str
    what: What
    where: str = ""

    def __str__(self) -> str:
        about = f"{self.kind} {self.name}: {self.what}"
        return printable(f"{about}; {self.where}" if self.where else about)


def input_changes(
    then: Sequence[Input], now: Sequence[Input], words: Words | None = None
) -> tuple[InputChange, ...]:
    """How the inputs ``now`` differ from those of ``then``, in the order of both.

    ``words`` gives words that may stand in a list; those of naysay's own lists are known without it.

    Raises
    ------
    DataError
        Marks of a manifest that no run wrote.
    """
    before, after = ({(one.kind, one.name): one for one in inputs} for inputs in (then, now))
    changes = list[InputChange]()
    gone = {one.sha256: one for key, one in before.items() if key not in after}
    for key, old in before.items():
        new = after.get(key)
        if new is not None and new.sha256 != old.sha256:
            changes.append(InputChange(*key, "changed", _where(old, new, words or _known_words)))
        elif new is None and not any(one.sha256 == old.sha256 for one in _only(after, before)):
            changes.append(InputChange(*key, "absent"))
    for one in _only(after, before):
        was = gone.get(one.sha256)
        if was is None:
            changes.append(InputChange(one.kind, one.name, "added"))
        else:
            changes.append(
                InputChange(one.kind, one.name, "renamed", f"it was {was.name}, with the same bytes")
            )
    return tuple(changes)


def _only(these: Mapping[tuple[str, str], Input], others: Mapping[tuple[str, str], Input]) -> Iterator[Input]:
    return (one for key, one in these.items() if key not in others)


def _where(old: Input, new: Input, words: Words) -> str:
    if old.marks is None or new.marks is None:
        return ""
    if (old.marks.unit, old.marks.size) != (new.marks.unit, new.marks.size):
        return ""
    match old.marks.unit:
        case "sessions":
            return _sessions(old.name, old.marks, new.marks)
        case "words":
            return _words(old, old.marks, new.marks, [*words(old), *words(new)])
        case "lines":
            return _lines(old.marks, new.marks)


def _sessions(name: str, old: Marks, new: Marks) -> str:
    """The first session that differs, with its company and, where no session came or went, its columns."""
    before, after = _by_key(old), _by_key(new)
    moved = [day for day in before if day in after and before[day] != after[day]]
    added, gone = [day for day in after if day not in before], [day for day in before if day not in after]
    company = next((name.removesuffix(end) for end in ENDINGS if name.endswith(end)), name)
    if not (moved or added or gone):
        return f"company {company}, every price reads alike"
    first = min(*moved, *added, *gone, 10**9, 10**9)
    how = "" if first in moved else " was added" if first in added else " is absent"
    columns = [column for column, mark in old.columns.items() if new.columns.get(column) != mark]
    named = ""
    if first in moved and not added and not gone:
        several = "s" if len(columns) > 1 else ""
        named = f", column{several} {', '.join(columns)}" if len(columns) <= COLUMNS else ""
    day = str(np.datetime64(first, "D"))
    counts = _counts(len(moved), len(added), len(gone))
    return f"company {company}, session {day}{named}{how}; of {counted(old.count, 'session')} {counts}"


def _lines(old: Marks, new: Marks) -> str:
    before, after = old.unpacked(), new.unpacked()
    common = min(len(before), len(after))
    differ = np.flatnonzero(before[:common] != after[:common])
    place = int(differ[0]) if len(differ) else common
    if place >= max(len(before), len(after)):
        return "every line is alike"
    start, end = place * old.size + 1, min((place + 1) * old.size, max(old.count, new.count))
    lines = f"line {start}" if start == end else f"lines {start} to {end}"
    count = (
        f"{counted(old.count, 'line')}"
        if old.count == new.count
        else f"{counted(old.count, 'line')}, {new.count} in the other"
    )
    return f"first in {lines} of {count}"


def _words(of: Input, old: Marks, new: Marks, words: Sequence[str]) -> str:
    """The first word whose entry differs; a word that nobody knows is named by its place."""
    before, after = _by_key(old), _by_key(new)
    key = marks_key(of.kind, of.name)
    known = {int.from_bytes(word_key(word, key), "little"): word for word in words}
    moved = [word for word in before if word in after and before[word] != after[word]]
    gone, added = (
        [word for word in before if word not in after],
        [word for word in after if word not in before],
    )
    if not (moved or gone or added):
        return "every entry is alike"
    first = (moved or gone or added)[0]
    place = [*(before if first in before else after)].index(first) + 1
    how = "has another entry" if moved else "is absent" if gone else "was added"
    word = f"word {known[first]}" if first in known else f"the word of entry {place}"
    counts = _counts(len(moved), len(added), len(gone))
    return f"{word} {how}; of {counted(old.count, 'entry')} {counts}"


def _counts(moved: int, added: int, gone: int) -> str:
    counts = ((moved, "changed"), (added, "added"), (gone, "absent"))
    return ", ".join(f"{count} {what}" for count, what in counts if count)


def _by_key(marks: Marks) -> dict[int, tuple[int, ...]]:
    """The marks by what they are of, in order; a word that stands several times has several."""
    table = dict[int, tuple[int, ...]]()
    numbers: tuple[Packed, Packed] = marks.unpacked_keys(), marks.unpacked()
    for key, mark in zip(*(of.tolist() for of in numbers), strict=True):
        table[key] = (*table.get(key, ()), mark)
    return table


def _known_words(one: Input) -> list[str]:
    del one
    return [word for raw in word_lists().values() for word, _ in words_of(raw)]
