"""Chunks of posts. Expected values: the same files read whole by one process, and what files hold by hand."""

from __future__ import annotations

import gzip
import json
import os
import sys
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from tests.data.tables.workbooks import rows_in_xml, workbook

from naysay.data import posts as posts_module
from naysay.data import taking
from naysay.data.forums import _records
from naysay.data.intake import Intake
from naysay.data.portions import Portion, Taken
from naysay.data.post_files import Part
from naysay.data.posts import Posts, read_posts
from naysay.data.scored import ScoredPosts
from naysay.data.scorers import scorer
from naysay.data.sessions import Sessions
from naysay.study.errors import DataError
from naysay.study.executor import Executor, Serial
from naysay.study.file import parse_study

DAY = 86_400 * 10**9
SESSIONS = Sessions(
    "XNYS",
    pd.date_range("2014-01-02", periods=20, name="session"),
    16072 * DAY + DAY * np.arange(20),
    16071 * DAY,
)
STUDY = parse_study(
    """
    study = {name = "x", start = 2014-01-01, end = 2014-12-31}
    company = [{ticker = "A", name = "Acme"}, {ticker = "B", name = "Bolt"}]
    posts = {format = "table", path = "x", company = "text", forum = "column", max_lost = 1.0}
    """,
    source="x.toml",
)


def line(number: int) -> str:
    """Ids come three times, some posts are about two companies, retweets, of another year or broken."""
    if number % 11 == 5:
        return "secretly broken"
    said = ("bad", "good", "great!", "a disaster")[number % 4]
    text = f"{'RT @x: ' if number % 7 == 3 else ''}Acme is {said} secretly{number}"
    return json.dumps(
        {
            "id": str(number % 97),
            "posted_at": f"{2009 if number % 13 == 2 else 2014}-01-{2 + number % 18:02d}T10:00:00Z",
            "text": f"{text}, and so is Bolt" if number % 5 == 0 else text,
            "author": f"writer {number % 9}",
            "forum": ("north", "south", "")[number % 3],
        }
    )


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """Plain lines, packed lines, and a table."""
    plain, packed = "\n".join(map(line, range(300))), "\n".join(map(line, range(250, 400)))
    rows = [f't{n},2014-01-{2 + n % 18:02d}T10:00:00Z,"Bolt\nis bad, {n}",north' for n in range(80)]
    paths = {name: tmp_path / name for name in ("one.jsonl", "two.jsonl.gz", "three.csv")}
    paths["one.jsonl"].write_text(plain)
    paths["two.jsonl.gz"].write_bytes(gzip.compress(packed.encode()))
    paths["three.csv"].write_text("\n".join(["id,posted_at,text,forum", *rows]))
    return paths


def read(
    files: dict[str, Path],
    folder: Path,
    executor: Executor | None = None,
    progress: Callable[[int, int], None] = lambda rows, size: None,
) -> Posts:
    folder.mkdir(parents=True, exist_ok=True)
    return read_posts(
        STUDY,
        files,
        sessions={"A": SESSIONS, "B": SESSIONS},
        scorers=[scorer("finance"), scorer("vader")],
        folder=folder / "parts",
        quarantine=folder / "quarantine.jsonl",
        executor=executor,
        progress=progress,
    )


def assert_same(one: Posts, other: Posts) -> None:
    assert (one.files, one.losses, one.links) == (other.files, other.losses, other.links)
    assert one.languages == other.languages
    for field in fields(ScoredPosts):
        mine, theirs = getattr(one.scored, field.name), getattr(other.scored, field.name)
        if mine is None:  # n_companies, where posts do not weigh by it
            assert theirs is None
            continue
        assert mine.tolist() == theirs.tolist()
        assert mine.dtype == theirs.dtype
    assert [scores.tolist() for scores in one.scores] == [scores.tolist() for scores in other.scores]


@pytest.mark.parametrize("chunk", [1, 700, 5_000])
def test_neither_chunks_nor_workers_change_anything(
    tmp_path: Path, files: dict[str, Path], monkeypatch: pytest.MonkeyPatch, chunk: int, two: Executor
) -> None:
    whole = read(files, tmp_path / "whole")
    assert min(whole.rows(stage) for stage in ("kept", "duplicate", "quarantined")) > 20
    assert min(whole.rows("filtered", cause) for cause in ("outside_period", "retweet")) > 5
    assert len(np.unique(whole.scores[0])) > 2
    monkeypatch.setattr(posts_module, "CHUNK", chunk)
    monkeypatch.setattr(posts_module, "BYTES_A_WORKER", 0)
    assert_same(whole, read(files, tmp_path / "cut", two))
    logs = [(tmp_path / name / "quarantine.jsonl").read_bytes() for name in ("whole", "cut")]
    assert logs[0] == logs[1]


def test_a_part_that_a_worker_still_does_when_another_has_it_changes_nothing(
    tmp_path: Path, files: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second worker begins and ends while the first is at work, as where that was thought to be lost."""
    whole = read(files, tmp_path / "whole")
    parts, take_in, portion = list[Part](), taking.take_in, taking.Taking.portion

    def first(intake: Intake, part: Part) -> Taken:
        parts.append(part)
        return take_in(intake, part)

    def and_another(self: taking.Taking) -> Portion:
        if parts:
            take_in(self._intake, parts.pop())
        return portion(self)

    monkeypatch.setattr(posts_module, "CHUNK", 700)
    monkeypatch.setattr(posts_module, "take_in", first)
    monkeypatch.setattr(taking.Taking, "portion", and_another)
    assert_same(whole, read(files, tmp_path / "twice"))
    logs = [(tmp_path / name / "quarantine.jsonl").read_bytes() for name in ("whole", "twice")]
    assert logs[0] == logs[1]


def exports(folder: Path) -> dict[str, Path]:
    """The same sixty posts as a German export, as Unicode text, in an array, in a page and in a workbook."""
    names = ["id", "posted_at", "text", "forum"]
    rows = [[f"t{n}", f"2014-01-{2 + n % 18:02d}T10:00:00Z", f"Acme für {n}", "Süd"] for n in range(60)]
    rows[7][2] = rows[9][0] = ""
    objects = [dict(zip(names, row, strict=True)) for row in rows]
    lines = "".join(";".join(row) + "\r\n" for row in [names, *rows])
    contents = {
        "german.csv": ("sep=;\r\nBericht:;2014\r\n\r\n" + lines).encode("cp1252"),
        "unicode.txt": lines.replace(";", "\t").encode("utf-16"),
        "array.json": json.dumps(objects, indent=1).encode(),
        "page.json.gz": gzip.compress(json.dumps({"data": {"children": objects}}).encode()),
        "book.xlsx": workbook({"Posts": rows_in_xml([["Bericht"], names, *rows])}),
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return {name: folder / name for name in contents}


@pytest.mark.filterwarnings("ignore::naysay.study.errors.DataWarning")
@pytest.mark.parametrize("chunk", [1, 700])
def test_a_table_gives_the_same_posts_however_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int, two: Executor
) -> None:
    files = exports(tmp_path)
    each = {name: read({name: path}, tmp_path / f"whole {name}") for name, path in files.items()}
    first = each["german.csv"]
    assert [first.rows(stage) for stage in ("rows_in", "kept", "quarantined")] == [60, 58, 2]
    for posts in each.values():
        assert (posts.losses, posts.scored.said.tolist()) == (first.losses, first.scored.said.tolist())
        assert posts.scored.posted_at.tolist() == first.scored.posted_at.tolist()
    monkeypatch.setattr(posts_module, "CHUNK", chunk)
    monkeypatch.setattr(posts_module, "BYTES_A_WORKER", 0)
    for name, path in files.items():
        assert_same(each[name], read({name: path}, tmp_path / f"cut {name}", two))


@pytest.mark.parametrize("at_once", [1, 3_000, 20_000])
def test_how_many_posts_are_turned_into_columns_at_once_changes_nothing(
    tmp_path: Path, files: dict[str, Path], monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    whole = read(files, tmp_path / "whole")
    monkeypatch.setattr(_records, "TEXT_A_BATCH", 2_000)
    monkeypatch.setattr(taking, "TEXT_AT_ONCE", at_once)
    assert_same(whole, read(files, tmp_path / "cut"))


@pytest.mark.parametrize("size", [1, 2_000, 4_000_000])
def test_the_first_row_that_cannot_be_read_is_named(
    tmp_path: Path, files: dict[str, Path], monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    """It is line 6 of the first file, however many batches a chunk has."""
    strict = STUDY.posts.model_copy(update={"max_lost": 0.0})
    monkeypatch.setattr(sys.modules[__name__], "STUDY", STUDY.model_copy(update={"posts": strict}))
    monkeypatch.setattr(_records, "TEXT_A_BATCH", size)
    with pytest.raises(DataError, match=r"the first for not_json at one\.jsonl:6\b"):
        read(files, tmp_path / "read")


def test_each_scorer_has_scores_of_its_own_and_those_of_the_first_count(tmp_path: Path) -> None:
    texts = ["Acme is bullish", "Acme is bad", "Acme shorted"]
    rows = [
        json.dumps({"id": str(n), "posted_at": "2014-01-10T10:00:00Z", "text": text, "forum": ""})
        for n, text in enumerate(texts)
    ]
    (tmp_path / "one.jsonl").write_text("\n".join(rows))
    found = read({"one.jsonl": tmp_path / "one.jsonl"}, tmp_path / "read")
    expected = [[round(s * 10_000) for s in scorer(by).score(texts).tolist()] for by in ("finance", "vader")]
    assert [scores.tolist() for scores in found.scores] == expected
    assert found.scored.score.tolist() == expected[0] != expected[1]


def test_no_text_is_written(tmp_path: Path, files: dict[str, Path]) -> None:
    read(files, tmp_path / "read")
    written = [path.read_bytes() for path in (tmp_path / "read").rglob("*") if path.is_file()]
    assert len(written) == 2
    assert not any(b"secret" in content or b"Bolt" in content for content in written)


class Recording:
    """Works alone, and remembers that it was asked."""

    asked = False
    sees_files = True

    def map_shared(self, *given: object, **options: object) -> object:
        self.asked = True
        return Serial().map_shared(*given, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(("more", "asked"), [(0, True), (1, False)])
def test_small_files_are_read_without_workers(
    tmp_path: Path, files: dict[str, Path], monkeypatch: pytest.MonkeyPatch, more: int, asked: bool
) -> None:
    times = {".gz": 6, ".jsonl": 1, ".csv": 1}  # a packed file counts as what it unpacks to
    size = sum(path.stat().st_size * times[path.suffix] for path in files.values())
    monkeypatch.setattr(posts_module, "BYTES_A_WORKER", size // 2 + more)
    executor = Recording()
    read(files, tmp_path / "read", executor)  # type: ignore[arg-type]
    assert executor.asked == asked


def becomes_a_pipe(path: Path) -> None:
    """Nobody writes to it, so that who opens it may wait for ever."""
    path.unlink()
    os.mkfifo(path)


@pytest.mark.parametrize(
    "change",
    [Path.unlink, lambda path: path.write_text("{}\n"), becomes_a_pipe],
    ids=["gone", "other", "pipe"],
)
def test_a_file_that_changes_while_its_chunks_are_read_is_refused(
    tmp_path: Path,
    files: dict[str, Path],
    monkeypatch: pytest.MonkeyPatch,
    two: Executor,
    change: Callable[[Path], object],
) -> None:
    """It was hashed and cut before its last chunks are read."""
    monkeypatch.setattr(posts_module, "CHUNK", 500)
    monkeypatch.setattr(posts_module, "BYTES_A_WORKER", 0)
    steps: list[int] = []

    def meanwhile(rows: int, size: int) -> None:
        steps.append(rows)
        if len(steps) == 1:
            change(files["one.jsonl"])

    with pytest.raises(DataError, match=r"one\.jsonl, which (changed while it was|cannot be) read"):
        read(files, tmp_path / "read", two, meanwhile)


@pytest.mark.parametrize("others", [0, 2], ids=["the last file", "the first of three"])
def test_a_file_that_changes_once_its_last_row_is_read_is_refused_at_once(
    tmp_path: Path, files: dict[str, Path], monkeypatch: pytest.MonkeyPatch, others: int
) -> None:
    """Behind the last file no part comes that would tell; otherwise nobody waits for the files to come."""
    monkeypatch.setattr(posts_module, "CHUNK", 500)
    rows_of_first, rows_so_far = 300, list[int]()

    def meanwhile(rows: int, size: int) -> None:
        rows_so_far.append(rows)
        if sum(rows_so_far) == rows_of_first:
            files["one.jsonl"].write_text("{}\n")

    with pytest.raises(DataError, match=r"one\.jsonl, which changed while it was read"):
        read(dict(list(files.items())[: 1 + others]), tmp_path / "read", None, meanwhile)
    assert sum(rows_so_far) == rows_of_first
