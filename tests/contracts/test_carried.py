"""A chunk that carries its content gives the same rows where none of the files is there.

Expected values: the rows of the chunk itself, read beside its files.
"""

from __future__ import annotations

import pickle
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Final

import pandas as pd
import pytest
import xlsxwriter
from benchmarks._forum_batches import Rows
from benchmarks._forum_fixtures import Fixture, fixtures

from naysay.data import carried
from naysay.data.carried import at_hand, with_content
from naysay.data.forums import Chunk, forum
from naysay.data.witness import Witness
from naysay.study.errors import DataError
from naysay.study.parts import names
from naysay.study.spec import PostOptions

ALL: Final = [one for name in names("naysay.data.forums") for one in fixtures(name)]
pytestmark = pytest.mark.filterwarnings("ignore::naysay.study.errors.DataWarning")


def chunks_of(one: Fixture, root: Path, size: int) -> tuple[list[Chunk], list[Chunk]]:
    """The chunks of the fixture's files, copied below ``root``, and the same as they travel."""
    shutil.copytree(one.root, root / "files")
    (root / "notes").mkdir()
    paths = [root / "files" / path.relative_to(one.root) for path in one.files()]
    source = forum(one.form).together(paths, one.options, root / "notes")
    here, afar = list[Chunk](), list[bytes]()
    for path in paths:
        with Witness(path) as file:
            for chunk in source.chunks(path, one.options, file, size):
                here.append(chunk)
                afar.append(pickle.dumps(with_content(source, chunk)))
    return here, [pickle.loads(packed) for packed in afar]


def rows_of_chunks(one: Fixture, chunks: list[Chunk]) -> list[object]:
    rows, form = Rows(), forum(one.form).with_marks()
    for chunk in chunks:
        with at_hand(chunk) as own:
            rows.batches.extend(form.parse(own, one.options))
    return rows.columns()


@pytest.mark.parametrize("one", ALL, ids=str)
@pytest.mark.parametrize("size", [1, 300, 1 << 30])
def test_a_chunk_with_its_content_needs_no_file(one: Fixture, size: int, tmp_path: Path) -> None:
    here, afar = chunks_of(one, tmp_path / "root", size)
    expected = rows_of_chunks(one, here)
    shutil.rmtree(tmp_path / "root")
    assert rows_of_chunks(one, afar) == expected


@pytest.mark.parametrize("ending", ["parquet", "xlsx"])
def test_a_file_that_is_read_as_a_whole_travels_up_to_a_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    path, posts = tmp_path / f"posts.{ending}", PostOptions(format="table", path="x", company="column")
    frame = pd.DataFrame(
        {"id": ["1", "2"], "posted_at": ["2024-01-02T10:00:00Z"] * 2, "text": ["one", "two"], "company": "A"}
    )
    frame.to_parquet(path) if ending == "parquet" else _workbook(path, frame)
    form = forum("table")
    with Witness(path) as file:
        (chunk,) = form.chunks(path, posts, file)
    chunk = pickle.loads(pickle.dumps(with_content(form, chunk)))
    monkeypatch.setattr(carried, "LARGEST", path.stat().st_size - 1)
    with pytest.raises(DataError, match=r"read as a whole(?s:.*)leave out --parts"):
        with_content(form, replace(chunk, content=None))
    path.unlink()
    with at_hand(chunk) as own:
        assert [batch.text for batch in form.parse(own, posts)] == [["one", "two"]]


def _workbook(path: Path, frame: pd.DataFrame) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate([list(frame.columns), *frame.to_numpy().tolist()]):
            sheet.write_row(row, 0, cells)
