"""Mutants of the files in tests/forum_files: each from its format and number alone, read and checked."""

from __future__ import annotations

import gzip
import os
import random
import re
import resource
import shutil
import signal
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import zstandard

from benchmarks._faults_mutations import mutated
from benchmarks._forum_batches import Rows, rows_of
from benchmarks._forum_fixtures import Fixture, fixtures, unpacked
from naysay.data.forums import Forum, forum
from naysay.study.spec import PostOptions

SLOW: Final = 1.0
"""Seconds of this process after which a mutant is reported."""
TOGETHER: Final = 50
"""Mutants after which the time and the memory of all of them are looked at."""
HANGS: Final = 120
"""Seconds of them after which reading is ended."""
MEMORY: Final = 64
"""Megabytes by which they may raise the high-water mark of memory."""
CUT: Final = 8
"""Of so many mutants one is read again in chunks of SIZE bytes."""
SIZE: Final = 60
SHORT: Final = 12
"""Characters of a text that may stand in an error by chance."""
KEPT: Final = 20
"""Reported mutants of a format that are stored."""
_STRUCTURE: Final = b'{}[]",:;<>/\\\n\r\t |=&#\x00'
_NUMBER: Final = re.compile(rb"\d+(?:\.\d+)?")
_VALUE: Final = re.compile(rb'"[^"\n]{0,200}"|(?<=>)[^<\n]{1,200}|[\w.+-]{2,40}')
_HUGE: Final = (
    b"1e999",
    b"-1",
    b"9" * 19,
    b"9" * 25,
    b"9" * 400,
    b"9" * 5000,
    b"0.1e-400",
    b"1" + b"0" * 70_000,
)
_ENDINGS: Final = ("", ".json", ".jsonl", ".csv", ".xml", ".txt", ".gz", ".zst", ".json.gz", ".csv.zst")
Change = Callable[[random.Random, bytes, bytes], bytes]


@dataclass
class Tally:
    """What became of the mutants of a format."""

    form: str
    mutants: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    """Files that were read, files that were refused."""
    rows: Counter[str] = field(default_factory=Counter)
    """Posts, skipped and refused rows of all mutants."""
    longest: float = 0.0
    faults: list[str] = field(default_factory=list)
    """One sentence for each mutant that broke a promise, with its number."""


@dataclass(frozen=True)
class _Source:
    """The files of a fixture, their bytes without any packing, and texts that its posts have."""

    one: Fixture
    options: PostOptions
    names: tuple[str, ...]
    contents: tuple[bytes, ...]
    texts: tuple[str, ...]


def run(form: str, first: int, mutants: int, folder: Path, kept: Path | None = None) -> Tally:
    """Read the mutants from number ``first`` on, written one by one below ``folder``.

    Of those that break a promise the first KEPT are copied below ``kept``.
    """
    tally, sources, plain = Tally(form, mutants), [_source(one) for one in fixtures(form)], forum(form)
    collecting = plain.with_marks().with_further_names()
    with warnings.catch_warnings(), _bounded() as bounds:
        warnings.simplefilter("ignore")
        for source in sources:  # what reading needs once is no mutant's
            rows_of(plain, source.one.files(), source.options)
        bounds.renew()
        for number in range(first, first + mutants):
            rng = random.Random(f"{form} {number}")
            source = rng.choice(sources)
            paths = _written(_mutant(rng, source, rng.choice(sources)), source, folder)
            reader = collecting if rng.random() < 0.5 else plain
            fault = _outcome(tally, reader, source, paths, is_cut=number % CUT == 0)
            if (number + 1 - first) % TOGETHER == 0 and (grown := bounds.renew()) > MEMORY:
                fault = fault or f"it and the {TOGETHER - 1} before it took {grown} MB"
            if fault:
                tally.faults.append(f"{form} {number} ({source.one.path.name}): {fault}")
                if kept is not None and len(tally.faults) <= KEPT:
                    shutil.copytree(folder, kept / f"{form}-{number}", dirs_exist_ok=True)
    return tally


def _outcome(tally: Tally, form: Forum, source: _Source, paths: list[Path], *, is_cut: bool) -> str:
    """What breaks a promise while the files are read; nothing where all hold."""
    start = time.perf_counter()
    try:
        rows = rows_of(form, paths, source.options)
        seconds = time.perf_counter() - start
        if seconds > SLOW:  # it may be the machine that was slow
            start = time.process_time()
            rows_of(form, paths, source.options)
            seconds = min(seconds, time.process_time() - start)
        again = rows_of(form, paths, source.options, SIZE) if is_cut else None
    except Exception:
        return traceback.format_exc(limit=-4).strip()
    tally.longest = max(tally.longest, seconds)
    tally.outcomes["refused" if rows.error else "read"] += 1
    _count(tally, rows)
    if seconds > SLOW:
        return f"took {seconds:.1f} s"
    if again is not None and not rows.is_same_in_pieces(again):
        return "other rows when it is cut"
    if rows.error and any(text in rows.error for text in source.texts):
        return "the error says what a post says"
    return rows.fault()


def _count(tally: Tally, rows: Rows) -> None:
    for batch in rows.batches:
        tally.rows["posts"] += len(batch.post_id)
        tally.rows["refused"] += len(batch.refused)
        tally.rows["skipped"] += sum(batch.skipped.values())


def _source(one: Fixture) -> _Source:
    paths = one.all_files()
    names = tuple(path.relative_to(one.root).as_posix() for path in paths)
    texts = tuple(post["text"] for post in one.posts() if len(post.get("text", "")) > SHORT)
    return _Source(one, one.options, names, tuple(unpacked(path) for path in paths), texts)


def _mutant(rng: random.Random, source: _Source, other: _Source) -> dict[str, bytes]:
    """The files of ``source`` by name, one of which is changed; its ending too, where it stands alone."""
    files = dict(zip(source.names, source.contents, strict=True))
    chosen = rng.choice(source.names)
    content = files.pop(chosen)
    plain = chosen.removesuffix(".gz").removesuffix(".zst")
    if rng.random() < 0.5:
        content = mutated(rng, content, _shape(plain))
    for _ in range(rng.choice((0, 1, 1, 2))):
        content = rng.choice(_CHANGES)(rng, content, rng.choice(other.contents))
    if not source.one.is_set and rng.random() < 0.05:
        plain = Path(plain).stem + rng.choice(_ENDINGS)
        return {**files, plain: content}
    packed = rng.choice(("", "", "", "", ".gz", ".zst"))
    if source.one.is_set:
        packed = Path(chosen).suffix if Path(chosen).suffix in (".gz", ".zst") else ""
    if packed:
        content = gzip.compress(content, 1, mtime=0) if packed == ".gz" else zstandard.compress(content, 1)
        content = mutated(rng, content) if rng.random() < 0.3 else content
    return {**files, plain + packed: content}


def _shape(name: str) -> str:
    kind = Path(name).suffix
    return {".json": "json", ".csv": "lines", ".tsv": "lines"}.get(
        kind, "jsonl" if "json" in kind else "bytes"
    )


def _written(whole: dict[str, bytes], source: _Source, folder: Path) -> list[Path]:
    """The paths that a study names; what another mutant left in ``folder`` goes."""
    if source.one.is_set or not folder.is_dir():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    else:
        for name in set(os.listdir(folder)) - set(whole):
            (shutil.rmtree if (folder / name).is_dir() else os.unlink)(folder / name)
    for name, content in whole.items():
        if "/" in name:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    if source.one.is_set:
        return [folder / path.relative_to(source.one.root) for path in source.one.files()]
    return [folder / name for name in whole]


def _splice(rng: random.Random, content: bytes, other: bytes) -> bytes:
    """The beginning of one file and the end of another."""
    return content[: rng.randrange(len(content) + 1)] + other[rng.randrange(len(other) + 1) :]


def _structure(rng: random.Random, content: bytes, other: bytes) -> bytes:
    """Characters that part values, put anywhere or taken out."""
    del other
    for _ in range(rng.choice((1, 1, 2, 5))):
        at = rng.randrange(len(content) + 1)
        put = bytes([rng.choice(_STRUCTURE)]) * rng.choice((1, 1, 1, 3, 300))
        content = content[:at] + put + content[at + rng.choice((0, 0, 1)) :]
    return content


def _swap(rng: random.Random, content: bytes, other: bytes) -> bytes:
    """A value stands where another one was, of this file or of another."""
    to = list(_VALUE.finditer(content))
    source = list(_VALUE.finditer(rng.choice((content, other))))
    if not (to and source):
        return content
    place = rng.choice(to)
    return content[: place.start()] + rng.choice(source)[0] + content[place.end() :]


def _number(rng: random.Random, content: bytes, other: bytes) -> bytes:
    """A number becomes huge, negative or more digits than any number has."""
    del other
    numbers = list(_NUMBER.finditer(content))
    if not numbers:
        return content
    place = rng.choice(numbers)
    return content[: place.start()] + rng.choice(_HUGE) + content[place.end() :]


_CHANGES: Final[tuple[Change, ...]] = (_splice, _structure, _structure, _swap, _swap, _number)


class _Bounds:
    """The time and the memory of TOGETHER mutants; asking the system after each would take longer than it."""

    def __init__(self) -> None:
        self._memory = _high_water()

    def renew(self) -> int:
        """Begin with the next ones; the megabytes by which the last ones raised the high-water mark."""
        signal.alarm(HANGS)
        before, self._memory = self._memory, _high_water()
        return self._memory - before


def _high_water() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


@contextmanager
def _bounded() -> Iterator[_Bounds]:
    def end(*_: object) -> None:
        raise TimeoutError(f"more than {HANGS} s")

    before = signal.signal(signal.SIGALRM, end)
    try:
        yield _Bounds()
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
