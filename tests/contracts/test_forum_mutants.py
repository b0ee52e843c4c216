"""Broken files of every format are read or refused, and never raise: the first mutants of each fixture.

``python -m benchmarks forum_mutants`` does the same with 200,000 a format. Expected values: by hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from benchmarks import _forum_mutants
from benchmarks._forum_batches import Rows, fault_of
from benchmarks._forum_mutants import run
from benchmarks.forum_mutants import line

from naysay.data.forums import Batch, Chunk, Forum, FurtherNames, RefusedRow
from naysay.study.parts import names
from naysay.study.spec import PostOptions

FORMS = names("naysay.data.forums")
MUTANTS = 300
GOOD = Batch(
    post_id=["1"], posted_at=[10**18], text=["bad"], company=[""], author=[""], forum=[""], repeats=[False]
)


@pytest.mark.parametrize("form", FORMS)
def test_mutants_are_read_or_refused(form: str, tmp_path: Path) -> None:
    tally = run(form, 0, MUTANTS, tmp_path / "files")
    assert tally.faults == []
    assert sum(tally.outcomes.values()) == MUTANTS
    assert min(tally.rows["posts"], tally.rows["refused"], tally.outcomes["read"]) > 0


def test_a_mutant_follows_from_its_number(tmp_path: Path) -> None:
    contents = []
    for first in (0, 5):
        run("twitter", first, 10 - first, tmp_path / str(first))
        contents.append([path.read_bytes() for path in sorted((tmp_path / str(first)).iterdir())])
    assert contents[0] == contents[1]


@pytest.mark.parametrize(
    ("error", "pieces", "same"),
    [
        ("", Rows([GOOD, GOOD]), True),
        ("", Rows([GOOD]), False),
        ("refused", Rows([GOOD], error="refused"), True),
        ("refused", Rows([GOOD, GOOD, GOOD], error="refused"), False),
        ("refused", Rows([replace(GOOD, text=["other"])], error="refused"), False),
        ("refused", Rows([replace(GOOD, skipped={"removed": 1})], error="refused"), False),
        ("refused", Rows([GOOD, GOOD], error="another"), False),
        ("refused", Rows([GOOD, GOOD]), False),
        ("", Rows([GOOD, GOOD], error="refused"), False),
    ],
)
def test_pieces_have_the_same_rows_and_of_a_refused_file_the_first(
    error: str, pieces: Rows, same: bool
) -> None:
    assert Rows([GOOD, GOOD], error=error).is_same_in_pieces(pieces) is same


class Raising(Forum):
    """A format with a fault: some bytes make it raise what is no DataError."""

    name = "twitter"

    def parse(self, chunk: Chunk, posts: PostOptions) -> Iterator[Batch]:
        if chunk.path.stat().st_size % 2 and "files" in chunk.path.parts[-2]:
            raise KeyError("odd")
        yield GOOD


def test_what_raises_is_reported_and_stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_forum_mutants, "forum", lambda name: Raising())
    tally = run("twitter", 0, 40, tmp_path / "files", tmp_path / "kept")
    assert 0 < len(tally.faults) < 40
    assert all("KeyError" in fault for fault in tally.faults)
    assert len(list((tmp_path / "kept").iterdir())) == min(len(tally.faults), _forum_mutants.KEPT)
    assert line(tally).startswith("| twitter | 40 |")


@pytest.mark.parametrize(
    ("batch", "fault"),
    [
        (GOOD, ""),
        (replace(GOOD, author=[]), "columns differ in length"),
        (replace(GOOD, score={1: 0.5}), "a score without a post"),
        (replace(GOOD, score={0: [1]}), "a score that is no number or word"),
        (replace(GOOD, post_id=[""]), "a post without an id"),
        (replace(GOOD, text=[" \n"]), "a post without a text"),
        (replace(GOOD, posted_at=[-1]), "an instant out of range"),
        (replace(GOOD, posted_at=[1e18]), "an instant out of range"),
        (replace(GOOD, author=["\ud800"]), "a value that cannot be stored"),
        (replace(GOOD, company=[7]), "a value that cannot be stored"),
        (replace(GOOD, repeats=[0]), "repeats is no truth value"),
        (replace(GOOD, refused=[RefusedRow(1, "", 3)]), "a refused row without a reason"),
        (replace(GOOD, skipped={"no cause": 1}), "a skipped row without a cause"),
        (replace(GOOD, marks=["Bearish"]), "marks of other posts"),
        (replace(GOOD, further_names=[FurtherNames((None,))]), "further names that are no texts"),
    ],
)
def test_each_broken_promise_of_a_batch_is_named(batch: Batch, fault: str) -> None:
    assert fault_of(batch) == fault
