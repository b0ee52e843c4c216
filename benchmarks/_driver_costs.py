"""What the process that cuts files of posts takes for a part, and what a worker takes for the same part.

Seconds are of the processor. All is done by one process, which counts each step by itself: cutting a part,
sealing it as it goes to a worker of a cluster, and working on it. So no other process disturbs what is
measured.
"""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from time import process_time
from typing import Final

import zstandard

from benchmarks import _archive_posts, _ingest_files
from naysay.data.forums.base import CHUNK
from naysay.data.post_files import source_of, together_folder
from naysay.data.posts import read_posts
from naysay.run.aligned import study_sessions
from naysay.run.check import read_checked
from naysay.run.executors._parts_place import Lying, PartsPlace, parts_place
from naysay.run.scoring import study_scorer
from naysay.run.workspace import workspace_of
from naysay.study.executor import Executor, Part, Result, Shared

ARCHIVE, QUOTED, LINES, PACKED = "archive", "CSV with quotes", "JSON lines", "JSON lines, .zst"
CARRIED: Final = {ARCHIVE: "archive, carried", LINES: "JSON lines, carried"}
"""Formats that cost the driver more where workers do not see its files."""
COMPANIES: Final = 100
"""Of the studies of JSON lines."""


@dataclass(frozen=True, slots=True)
class PostFormat:
    """A study whose files have one format: their posts and bytes, and the unpacked bytes that are cut."""

    name: str
    study: Path
    rows: int
    bytes: int
    cut: int


@dataclass(frozen=True, slots=True)
class DriverCost:
    """Seconds of the processor by step, for all posts of the files ``of``.

    ``before`` is what the driver does before the first part, ``cut`` and ``sent`` are for the parts,
    ``after`` is what the driver does with their results. ``carried`` are the bytes of parts on their way,
    sealed. At the end of a file parts are small: what is said of a part is said of a whole one.
    """

    of: PostFormat
    before: float
    cut: float
    sent: float
    work: float
    after: float
    carried: int

    @property
    def posts_a_part(self) -> float:
        """In a part that is as large as it may be."""
        return CHUNK * self.of.rows / self.of.cut

    @property
    def driver_seconds(self) -> float:
        """What the driver takes for such a part, from its file to a worker."""
        return (self.cut + self.sent) / self.of.rows * self.posts_a_part

    @property
    def worker_seconds(self) -> float:
        """What a worker takes for such a part."""
        return self.work / self.of.rows * self.posts_a_part

    @property
    def fed(self) -> float:
        """The workers that one driver can keep busy."""
        return self.work / (self.cut + self.sent)


@dataclass
class StepTimes(Executor):
    """An executor that works alone, and counts what each step takes; parts go by a place as on a cluster."""

    place: PartsPlace
    sees_files: bool = True
    cut: list[float] = field(default_factory=list)
    sent: list[float] = field(default_factory=list)
    work: list[float] = field(default_factory=list)
    carried: int = 0

    def map_shared(
        self,
        function: Callable[[Shared, Part], Result],
        shared: Shared,
        parts: Iterable[Part],
        *,
        parts_a_worker: int = 1,
    ) -> Iterator[Result]:
        """``function(shared, part)`` for each part, which is sealed as it is for a worker of a cluster.

        Taking a result back counts as work: it is small.
        """
        del parts_a_worker
        begun = process_time()
        for part in parts:
            cut = process_time()
            sealed = self.place.laid(pickle.dumps(part))
            sent = process_time()
            result = function(shared, pickle.loads(self.place.taken(sealed)))
            self.cut.append(cut - begun)
            self.sent.append(sent - cut)
            self.work.append(process_time() - sent)
            self.carried += self._size(sealed)
            self.place.remove(sealed)
            yield result
            begun = process_time()

    def _size(self, sealed: Lying | bytes) -> int:
        if isinstance(sealed, bytes):
            return len(sealed)
        return int(self.place.files.size(f"{self.place.folder}/{sealed.name}"))

    def kept(self, *, at_once: int = 0, load: Sequence[str] = ()) -> nullcontext[Executor]:
        """Itself."""
        del at_once, load
        return nullcontext(self)

    def renew(self) -> None:
        """Nothing: it keeps no worker."""


def formats(folder: Path, posts: int) -> Iterator[PostFormat]:
    """Write studies of so many posts below ``folder``, one for each way that files come."""
    archive = _archive_posts.written(folder / "archive", posts)
    data = folder / "archive" / "data"
    for name, study, rows, files in (
        (ARCHIVE, archive.archive, archive.messages, data.glob("stocktwits/*/*.csv")),
        (QUOTED, archive.table, archive.posts, data.glob("table.csv")),
    ):
        sizes = {file: file.stat().st_size for file in files}
        cut = sum(size for file, size in sizes.items() if file.parent.name != "symbols")
        yield PostFormat(name, study, rows, sum(sizes.values()), cut)
    lines = _ingest_files.written(folder / "lines", posts, COMPANIES, "distinct")
    size = sum(file.stat().st_size for file in lines.posts)
    yield PostFormat(LINES, lines.study, posts, size, size)
    packed = folder / "packed"
    (packed / "data" / "posts").mkdir(parents=True)
    shutil.copytree(folder / "lines" / "data" / "prices", packed / "data" / "prices")
    for file in lines.posts:
        content = zstandard.ZstdCompressor(level=3).compress(file.read_bytes())
        (packed / "data" / "posts" / f"{file.name}.zst").write_bytes(content)
    study = packed / lines.study.name
    study.write_text(lines.study.read_text("utf-8").replace("*.jsonl", "*.jsonl.zst"), "utf-8")
    held = sum(file.stat().st_size for file in (packed / "data" / "posts").iterdir())
    yield PostFormat(PACKED, study, posts, held, size)


@dataclass(frozen=True, slots=True)
class JoinCost:
    """What it takes to join an archive of so many messages: seconds of the driver's processor and of those
    of workers, and bytes of disk for each message."""

    messages: int
    driver: float
    workers: float
    disk: float


def join_cost(folder: Path, posts: int) -> JoinCost:
    """Write an archive of so many messages below ``folder``, and join its files."""
    archive = _archive_posts.written(folder / "joined", posts)
    study, workspace = read_checked(archive.archive), workspace_of(archive.archive)
    notes = folder / "notes"
    with parts_place(str(folder / "parts")) as place:
        steps, begun = StepTimes(place), process_time()
        with source_of(study.posts, list(workspace.posts(study).values()), notes, steps):
            seconds = process_time() - begun
            held = sum(file.stat().st_size for file in together_folder(notes).iterdir())
    shutil.rmtree(folder / "joined")
    shutil.rmtree(together_folder(notes))
    work = sum(steps.work)
    return JoinCost(archive.messages, seconds - work, work, held / archive.messages)


def driver_cost(one: PostFormat, folder: Path, *, sees_files: bool = True) -> DriverCost:
    """Read the posts of a study below ``folder``, and count what each step takes.

    Parts for workers that do not see the files carry all bytes that they need.

    Raises
    ------
    ValueError
        When the files are too small for workers.
    """
    study, workspace = read_checked(one.study), workspace_of(one.study)
    scorer = study_scorer(study, workspace, study.sentiment.scorer, study.sentiment.options)
    folder.mkdir()
    sessions = study_sessions(study)
    files, posts = workspace.posts(study), folder / "posts"
    with parts_place(str(folder / "parts")) as place:
        joining, begun = StepTimes(place, sees_files), process_time()
        with source_of(study.posts, list(files.values()), posts, joining):  # reading finds what it noted
            joined = process_time() - begun - sum(joining.work)
        steps, begun = StepTimes(place, sees_files), process_time()
        read_posts(
            study,
            files,
            sessions=sessions,
            scorers=[scorer],
            folder=posts,
            quarantine=folder / "quarantine.jsonl",
            executor=steps,
        )
        whole = process_time() - begun
    shutil.rmtree(folder)
    if not steps.cut:
        raise ValueError(f"{one.rows} posts are too few for workers")
    first, *others = steps.cut
    usual = sum(others) / max(1, len(others))
    counted = sum(steps.cut) + sum(steps.sent) + sum(steps.work)
    return DriverCost(
        of=one,
        before=joined + max(0.0, first - usual),
        cut=sum(others) + min(first, usual),
        sent=sum(steps.sent),
        work=sum(steps.work),
        after=whole - counted,
        carried=steps.carried,
    )
