"""Lists of words with valences: the project's own, and those that a study brings along."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from naysay.data.witness import whole_text
from naysay.study.errors import DataError, brief

LARGEST: Final = 10_000_000
"""Bytes; the largest published lists have about 100,000 words."""
LONGEST: Final = 100
"""Characters of a word or phrase."""
STRONGEST: Final = 4.0
ENDINGS: Final = ("e", "en", "er", "es", "em", "ere", "eren", "erer", "eres", "ste", "sten", "ster", "stes")
"""What a German adjective may end with, comparative and superlative included."""
_HEADS: Final = (["word", "valence"], ["word", "role"])


def own_lists() -> dict[str, bytes]:
    """Each list of ``words`` as it stands there, by its name from this folder."""
    lists = files(__package__).joinpath("words").iterdir()
    return {f"words/{one.name}": one.read_bytes() for one in lists if one.name.endswith(".tsv")}


@cache
def own_words(name: str) -> dict[str, float]:
    """The list ``words/NAME.tsv``, in lower case, with every form that its rows stand for."""
    text = files(__package__).joinpath("words", f"{name}.tsv").read_text(encoding="utf-8")
    valences: dict[str, float] = {}
    for _, cells in _numbered_cells(text.splitlines()):
        for form in _forms(cells[0], adjective="adjective" in cells[3:]):
            valences.setdefault(form, float(cells[1]))
    return valences


@cache
def own_roles(name: str) -> dict[str, frozenset[str]]:
    """The list ``words/NAME.tsv`` of words with roles, each form with all roles that its rows give it.

    A verb that its particle may leave ("baut … ab") stands for both together as well ("baut ab").
    """
    text = files(__package__).joinpath("words", f"{name}.tsv").read_text(encoding="utf-8")
    roles = defaultdict[str, set[str]](set)
    for _, cells in _numbered_cells(text.splitlines()):
        for form in _forms(cells[0], adjective="adjective" in cells[2:]):
            for word in dict.fromkeys((form, form.replace(" … ", " "))):  # in the order of the file
                roles[word].add(cells[1])
    return {word: frozenset(of) for word, of in roles.items()}


def lexicon_words(path: Path, field: str = "sentiment.options.lexicon") -> dict[str, float]:
    """A user's list: a line a word or phrase, a tab, its valence from -4 to 4; further columns are ignored.

    Words are taken in lower case; 0 mutes a word of the scorer's own list. Lines that start with # are notes.

    Raises
    ------
    DataError
        A file that cannot be read or is not UTF-8, a line without a valence; the error names the line.
    """
    try:
        lines = whole_text(path, field, largest=LARGEST).split("\n")
    except UnicodeDecodeError as error:
        raise _unusable_list(field, path, "no UTF-8", "Save it as UTF-8.") from error
    valences: dict[str, float] = {}
    for number, cells in _numbered_cells(lines):
        word = " ".join(cells[0].lower().split())
        valence = _number(cells[1]) if len(cells) > 1 else math.nan
        if not word or len(word) > LONGEST or not abs(valence) <= STRONGEST:
            got = f"{brief(word)} in line {number}"
            mend = f"Write a word or phrase of up to {LONGEST} characters, a tab and a number from -4 to 4."
            raise _unusable_list(field, path, got, mend)
        valences[word] = valence
    if not valences:
        raise _unusable_list(field, path, "no words", "Write at least one line.")
    return valences


def _numbered_cells(lines: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
    """Lines with their number, without notes, empty lines and the line that names the columns."""
    for number, line in enumerate(lines, start=1):
        cells = [cell.strip() for cell in line.rstrip("\r").split("\t")]
        if any(cells) and not (line.startswith("# ") or cells[:2] in _HEADS):
            yield number, cells


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def _forms(word: str, *, adjective: bool) -> Iterator[str]:
    """The word, its inflections, and both in the spelling without umlauts and ß."""
    stem = word.removesuffix("e")
    inflected = [word, *((stem + ending for ending in ENDINGS) if adjective else ())]
    if adjective and stem.endswith(("el", "er")):  # dunkel, dunkle
        inflected += [stem[:-2] + stem[-1] + ending for ending in ENDINGS[:5]]
    for form in inflected:
        yield form
        if not form.isascii():
            yield form.replace("ß", "ss")
            yield form.translate(_PLAIN)


_PLAIN: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def _unusable_list(field: str, path: Path, got: str, mend: str) -> DataError:
    return DataError(
        field, got=f"{path.name}: {got}", allowed="a list of words, a tab and a valence a line", mend=mend
    )
