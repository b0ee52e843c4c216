"""Rows of CSV are let go of as soon as their chunk is handed over, without waiting for the collector."""

from __future__ import annotations

import gc
from pathlib import Path

from naysay.data.forums import forum
from naysay.data.forums._csv_rows import Sheet
from naysay.data.witness import Witness
from naysay.study.spec import PostOptions


def test_rows_with_quotes_are_let_go_with_their_chunk(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,posted_at,text\n" + '1,2014-01-15T10:00:00Z,"a, b"\n' * 400)
    gc.collect()
    gc.disable()
    try:
        with Witness(path) as file:
            chunks = list(forum("table").chunks(path, PostOptions(format="table", path="x"), file, 300))
        held = sum(isinstance(one, Sheet) for one in gc.get_objects())
    finally:
        gc.enable()
    assert len(chunks) > 20
    assert held <= 2
