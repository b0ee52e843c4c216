"""Scoring parts of posts. Expected values: the scorer itself on the same texts, times 10,000 and rounded."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from naysay.data import post_parts
from naysay.data import scored as scored_module
from naysay.data.post_parts import SCHEMA
from naysay.data.posts import read_posts
from naysay.data.scored import SCALE, UNSCORED, ScoredPosts, score_posts
from naysay.data.scorers import scorer
from naysay.data.sessions import Sessions
from naysay.run.executors.processes import Processes
from naysay.study.file import parse_study

TEXTS = ["bad", "good", "", "a disaster, and terrible", "it is blue", "\0", "🚀🚀", "x" * 5_000]


def part(folder: Path, number: int, texts: list[str]) -> Path:
    path = folder / f"part-{number:05d}.parquet"
    rows: list[npt.ArrayLike] = [
        [str(n) for n in range(len(texts))],
        ["A" if n % 2 else "B" for n in range(len(texts))],
        [number * 1000 + n for n in range(len(texts))],
        [0] * len(texts),
        texts,
        [0] * len(texts),
        [len(text) for text in texts],
        [""] * len(texts),
    ]
    pq.write_table(pa.table(rows, schema=SCHEMA), path)
    return path


def same(first: ScoredPosts, second: ScoredPosts) -> bool:
    """Whether both hold the same bytes."""
    return first.company.tolist() == second.company.tolist() and all(
        (getattr(first, field).dtype, getattr(first, field).tobytes())
        == (getattr(second, field).dtype, getattr(second, field).tobytes())
        for field in ("posted_at", "score", "author", "said")
    )


def test_a_score_is_a_whole_number_and_missing_where_there_is_none(tmp_path: Path) -> None:
    found = score_posts([part(tmp_path, 0, TEXTS)], scorer("vader"))
    alone = [float(scorer("vader").score([text])[0]) for text in TEXTS]
    assert found.score.tolist() == [UNSCORED if np.isnan(s) else round(s * SCALE) for s in alone]
    assert found.score.dtype == np.int16
    assert found.score[0] < 0 < found.score[1]


def test_posts_stay_in_the_order_of_their_parts(tmp_path: Path) -> None:
    found = score_posts([part(tmp_path, n, ["bad", "good"]) for n in (2, 0, 1)], scorer("vader"))
    assert found.posted_at.tolist() == [2000, 2001, 0, 1, 1000, 1001]
    assert found.company.tolist() == ["B", "A"] * 3


def test_several_processes_give_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the rows of a file: parts of 5 rows, one part enough for a process."""
    monkeypatch.setattr(post_parts, "ROWS_A_PART", 5)
    monkeypatch.setattr(scored_module, "PARTS_A_WORKER", 1)
    rows = [f"{n};2014-01-15T10:00:{n:02d}Z;{TEXTS[n % 7] or 'x'} {n}" for n in range(23)]
    (tmp_path / "A.csv").write_text("\n".join(["id;posted_at;text", *rows]))
    study = parse_study(
        """
        study = {name = "x", start = 2014-01-01, end = 2014-12-31}
        company = [{ticker = "A"}]
        posts = {format = "table", path = "A.csv"}
        """,
        source="x.toml",
    )
    read = read_posts(
        study,
        {"A.csv": tmp_path / "A.csv"},
        sessions={"A": Sessions("XNYS", pd.DatetimeIndex(["2014-01-15"]), np.array([2**62]), 0)},
        folder=tmp_path / "parts",
        quarantine=tmp_path / "q.jsonl",
    )
    assert [pq.read_metadata(of).num_rows for of in read.parts] == [5, 5, 5, 5, 3]
    steps: list[int] = []
    alone = score_posts(read.parts, scorer("vader"))
    together = score_posts(read.parts, scorer("vader"), executor=Processes(2), progress=steps.append)
    assert len(alone.score) == 23
    assert same(alone, together)
    assert steps == [1] * 5


def test_how_posts_are_parted_does_not_matter(tmp_path: Path) -> None:
    whole = score_posts([part(tmp_path, 0, TEXTS)], scorer("vader"))
    apart = score_posts([part(tmp_path, n + 1, [text]) for n, text in enumerate(TEXTS)], scorer("vader"))
    assert whole.score.tolist() == apart.score.tolist()


def test_no_parts_are_no_posts() -> None:
    found = score_posts([], scorer("vader"))
    assert len(found.company) == len(found.posted_at) == len(found.score) == 0
    assert (found.posted_at.dtype.name, found.score.dtype.name) == ("int64", "int16")
