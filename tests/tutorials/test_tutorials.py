"""The tutorials run, and their pages show what comes out.

Expected values: the pages of docs/tutorials, which ``python -m tests.tutorials.pages`` writes from the
notebooks, and whose words were held to these numbers by hand.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from tests.tutorials.pages import NAMES, TUTORIALS, executed, page, read

RENEW = "run `python -m tests.tutorials.pages`"


def without_last_digits(svg: str) -> str:
    """A drawing in tenths of a point: another processor moves the last digits, and identifiers with them."""
    rounded = re.sub(r"-?\d+\.\d+", lambda number: f"{float(number[0]):.1f}", svg)
    return re.sub(r"\b[a-z]+[0-9a-f]{8,}\b", "name", rounded)


def test_there_are_four() -> None:
    assert NAMES == ("event_study", "first_study", "replication", "which_scorer")


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_is_stored_without_outputs(name: str) -> None:
    notebook: Any = read(name)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert code
    assert [cell.outputs for cell in code if cell.outputs or cell.execution_count] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_page_of_a_notebook_has_its_words_and_its_code(name: str) -> None:
    shown = (TUTORIALS / f"{name}.md").read_text(encoding="utf-8")
    for cell in read(name).cells[1:]:
        source = f"```python\n{cell.source}\n```" if cell.cell_type == "code" else cell.source
        assert source in shown, RENEW


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_runs_and_its_page_shows_what_comes_out(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "notebook"
    folder.mkdir()
    shown = page(name, executed(name, folder), folder)
    assert shown.text == (TUTORIALS / f"{name}.md").read_text(encoding="utf-8"), RENEW
    stored = {path.name: path.read_text(encoding="utf-8") for path in TUTORIALS.glob(f"{name}-*.svg")}
    assert stored.keys() == shown.figures.keys(), RENEW
    for file, svg in shown.figures.items():
        assert without_last_digits(stored[file]) == without_last_digits(svg), f"{file}: {RENEW}"
