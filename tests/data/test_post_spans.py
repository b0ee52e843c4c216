"""Large files of posts, which are kept span by span: what a stopped reading leaves is not read again.

Expected values: what the same files give without stages, and by hand which rows have to be read again. Rows
have 40 to 60 bytes, a part about ten of them, and a span two parts.
"""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from tests.data.test_post_stages import HEAD, STUDY, read, refusal, same, sessions, written

from naysay.data import post_depends, post_stages, posts
from naysay.data.forums import Forum
from naysay.data.intake import Intake
from naysay.data.portions import Taken
from naysay.data.post_files import FileChunk, Part, PostFiles
from naysay.data.post_units import MANY
from naysay.data.posts import read_posts
from naysay.data.scorers import scorer
from naysay.data.taking import take_in
from naysay.run.executors import executor
from naysay.study.errors import DataError
from naysay.study.executor import Executor, Serial
from naysay.study.spec import PostOptions
from naysay.study.stages import KeptInMemory, StageEntry, StageKey

ROWS = 405
PART, SPAN = 500, 2
A_SPAN = SPAN * 13
"""Rows that a span has at most."""


@dataclass
class Reading:
    """The rows that were read, and in how many parts, by the scorers that were to score them."""

    rows: int = 0
    parts: Counter[frozenset[int] | None] = field(default_factory=Counter)


@pytest.fixture
def reading(monkeypatch: pytest.MonkeyPatch) -> Iterator[Reading]:
    """What is read with stages; parts are small."""
    counted = Reading()

    def counting(intake: Intake, part: Part) -> Taken:
        taken = take_in(intake, part)
        counted.rows += sum(portion.rows for portion in taken.portions)
        counted.parts[part.scorers] += 1
        return taken

    for module in (posts, post_stages, post_depends):
        monkeypatch.setattr(module, "CHUNK", PART)
    for module in (post_stages, post_depends):
        monkeypatch.setattr(module, "SPAN", SPAN)
    monkeypatch.setattr(post_stages, "take_in", counting)
    return counted


def large(path: Path, n: int = ROWS) -> dict[str, Path]:
    """A file of ``n`` posts, every thirtieth of which has no time and every fortieth of which was there."""
    rows = [
        f"{i - i % 40 // 39},{'never' if i % 30 == 7 else f'2024-03-04T{i % 24:02d}:00:00Z'},"
        f"a {'bad' if i % 3 else 'good'} day,w{i % 50},{'ACME' if i % 7 else 'OTHER'},positive\n"
        for i in range(n)
    ]
    content = (HEAD + "".join(rows)).encode()
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return {path.name: path}


def stopped(
    files: dict[str, Path],
    folder: Path,
    stages: KeptInMemory,
    after: int,
    *,
    scorers: tuple[str, ...] = ("finance", "given"),
    workers: Executor | None = None,
) -> None:
    """A reading that ends as Ctrl-C ends it, once so many rows were taken."""
    rows = 0

    def count(more: int, size: int) -> None:
        nonlocal rows
        rows += more
        if rows >= after:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_posts(
            STUDY,
            files,
            sessions=sessions(),
            scorers=[scorer(name) for name in scorers],
            folder=folder / "stopped",
            quarantine=folder / "stopped.jsonl",
            executor=workers,
            progress=count,
            stages=stages,
        )


def kept_spans(stages: KeptInMemory) -> list[StageEntry]:
    return [entry for entry in stages._entries.values() if "portions" in entry.about]


def kept_rows(stages: KeptInMemory) -> int:
    return sum(portion["rows"] for entry in kept_spans(stages) for portion in entry.about["portions"])


@pytest.mark.parametrize("name", ["posts.csv", "posts.csv.gz"])
@pytest.mark.parametrize("after", [1, 30, 140, 300, 404])
def test_what_a_stopped_reading_leaves_is_not_read_again(
    after: int, name: str, tmp_path: Path, reading: Reading
) -> None:
    files, stages = large(tmp_path / "files" / name), KeptInMemory()
    whole = read(files, tmp_path, None)
    stopped(files, tmp_path, stages, after)
    kept = kept_rows(stages)
    assert after - 2 * A_SPAN < kept < after + A_SPAN
    reading.rows = 0
    same(read(files, tmp_path, stages), whole)
    assert reading.rows == ROWS - kept
    same(read(files, tmp_path, stages), whole)
    assert reading.rows == ROWS - kept


def test_a_reading_that_is_stopped_again_and_again_comes_to_its_end(tmp_path: Path, reading: Reading) -> None:
    """Each leaves some spans more: what is read in all is little more than the file."""
    files, stages = large(tmp_path / "files" / "posts.csv"), KeptInMemory()
    for after in range(100, 405, 100):
        stopped(files, tmp_path, stages, after)
    same(read(files, tmp_path, stages), read(files, tmp_path, None))
    assert ROWS <= reading.rows < ROWS + 5 * 2 * A_SPAN


def test_two_workers_leave_what_one_takes_and_the_other_way_round(tmp_path: Path, reading: Reading) -> None:
    """Processes count by themselves: that nothing kept is read again is seen by the one that works alone."""
    files, stages = large(tmp_path / "files" / "posts.csv"), KeptInMemory()
    whole = read(files, tmp_path, None)
    with pytest.MonkeyPatch.context() as patch, executor(2).kept() as workers:
        patch.setattr(posts, "BYTES_A_WORKER", 1)
        patch.setattr(post_stages, "take_in", take_in)
        stopped(files, tmp_path, stages, 200, workers=workers)
    kept = kept_rows(stages)
    assert kept > 200 - 2 * A_SPAN
    same(read(files, tmp_path, stages), whole)
    assert reading.rows == ROWS - kept


def test_another_scorer_scores_what_is_kept_and_the_first_what_is_not(
    tmp_path: Path, reading: Reading
) -> None:
    files, stages = large(tmp_path / "files" / "posts.csv"), KeptInMemory()
    stopped(files, tmp_path, stages, 200, scorers=("finance",))
    spans = len(kept_spans(stages))
    reading.parts.clear()
    both = ("vader", "finance")
    same(read(files, tmp_path, stages, both), read(files, tmp_path, None, both))
    of_vader, of_both = reading.parts[frozenset({0})], reading.parts[frozenset({0, 1})]
    assert of_vader == spans * SPAN
    assert of_both > 0
    reading.parts.clear()
    same(read(files, tmp_path, stages, both), read(files, tmp_path, None, both))
    assert reading.parts == {}


def test_an_entry_that_is_gone_from_the_middle_is_read_alone(tmp_path: Path, reading: Reading) -> None:
    files, stages = large(tmp_path / "files" / "posts.csv"), KeptInMemory()
    whole = read(files, tmp_path, stages)
    names = [name for name, entry in stages._entries.items() if "portions" in entry.about]
    gone = [stages._entries.pop(name) for name in (names[3], names[-1])]
    reading.rows = 0
    same(read(files, tmp_path, stages), whole)
    assert reading.rows == sum(portion["rows"] for entry in gone for portion in entry.about["portions"])


def test_no_entry_holds_more_than_a_span(tmp_path: Path, reading: Reading) -> None:
    files, stages = large(tmp_path / "files" / "posts.csv"), KeptInMemory()
    read(files, tmp_path, stages)
    assert max(len(entry.arrays["posted_at"]) for entry in kept_spans(stages)) <= A_SPAN
    assert [entry.about["last"] for entry in kept_spans(stages)].count(True) == 1
    assert sum(entry.about["size"] for entry in kept_spans(stages)) == files["posts.csv"].stat().st_size
    assert kept_rows(stages) == ROWS


@pytest.mark.parametrize("after", [30, 200])
def test_a_changed_file_is_read_from_its_beginning(after: int, tmp_path: Path, reading: Reading) -> None:
    files, stages = large(tmp_path / "files" / "posts.csv"), KeptInMemory()
    stopped(files, tmp_path, stages, after)
    files["posts.csv"].write_text(files["posts.csv"].read_text().replace("\n300,", "\n90300,"))
    reading.rows = 0
    same(read(files, tmp_path, stages), read(files, tmp_path, None))
    assert reading.rows == ROWS


def test_the_file_after_the_one_that_was_stopped_is_read(tmp_path: Path, reading: Reading) -> None:
    files = large(tmp_path / "files" / "a.csv") | large(tmp_path / "files" / "b.csv", 150)
    stages = KeptInMemory()
    stopped(files, tmp_path, stages, 450)
    kept = kept_rows(stages)
    assert kept >= ROWS
    reading.rows = 0
    same(read(files, tmp_path, stages), read(files, tmp_path, None))
    assert reading.rows == ROWS + 150 - kept


def test_groups_of_small_files_are_kept_as_before(tmp_path: Path, reading: Reading) -> None:
    """With parts of 500 bytes, a group has several spans; the files of one may lie in two of them."""
    files, stages = written(tmp_path / "files", MANY + 4), KeptInMemory()
    stopped(files, tmp_path, stages, 1_000)
    kept = kept_rows(stages)
    assert kept > 900
    reading.rows = 0
    whole = read(files, tmp_path, None)
    same(read(files, tmp_path, stages), whole)
    assert reading.rows == sum(file.rows for file in whole[0].files) - kept


def test_a_file_that_cannot_be_cut_to_its_end_is_refused_alike_each_time(
    tmp_path: Path, reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rows before that cannot be read are listed, whether they are read or kept."""
    files, stages = large(tmp_path / "files" / "posts.csv"), KeptInMemory()
    chunks = PostFiles._chunks

    def failing(self: PostFiles, source: Forum, size: int) -> Iterator[tuple[FileChunk, int, int]]:
        yield from islice(chunks(self, source, size), 25)
        raise DataError("posts.path", got="no more", allowed="", mend="")

    monkeypatch.setattr(PostFiles, "_chunks", failing)
    without = refusal(files, tmp_path, None)
    assert without[1].count(b"\n") > 5
    assert refusal(files, tmp_path, stages) == without
    kept = kept_rows(stages)
    assert len(kept_spans(stages)) in (11, 12)
    first, reading.rows = reading.rows, 0
    assert refusal(files, tmp_path, stages) == without
    assert reading.rows == first - kept
    for _ in range(2):
        assert refusal(files, tmp_path, stages, ("vader",)) == refusal(files, tmp_path, None, ("vader",))


def test_nothing_is_kept_of_a_file_that_changes_after_it_was_hashed(
    tmp_path: Path, reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its first spans would stand under the name of what it was."""
    files, stages = large(tmp_path / "files" / "posts.csv"), KeptInMemory()

    class Meanwhile(PostFiles):
        def __init__(self, posts: PostOptions, named: tuple[tuple[str, Path], ...], *further: Any) -> None:
            super().__init__(posts, named, *further)
            path = files["posts.csv"]
            path.write_text(path.read_text().replace("good", "evil"))

    monkeypatch.setattr(post_stages, "PostFiles", Meanwhile)
    with pytest.raises(DataError, match="which changed while it was read"):
        read(files, tmp_path, stages)
    assert stages._entries == {}


def test_rows_and_bytes_of_what_is_kept_count_as_progress(
    tmp_path: Path, reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As they are taken: an entry of the posts and one of the scores for each step."""
    files, stages = large(tmp_path / "files" / "posts.csv"), KeptInMemory()
    read(files, tmp_path, stages)
    steps, taken, take = list[tuple[int, int]](), list[int](), stages.get
    entries = list[StageKey]()
    monkeypatch.setattr(stages, "get", lambda key: (entries.append(key), take(key))[1])

    def count(rows: int, size: int) -> None:
        steps.append((rows, size))
        taken.append(len(entries))

    read_posts(
        STUDY,
        files,
        sessions=sessions(),
        scorers=[scorer("finance")],
        folder=tmp_path / "columns",
        quarantine=tmp_path / "quarantine",
        executor=Serial(),
        progress=count,
        stages=stages,
    )
    assert taken == [2 * n for n in range(1, len(kept_spans(stages)) + 1)]
    assert (sum(rows for rows, _ in steps), sum(size for _, size in steps)) == (
        ROWS,
        files["posts.csv"].stat().st_size,
    )
