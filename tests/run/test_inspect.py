"""What `inspect` says of files, and blocks that can be pasted. Expected values: files written here."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.cells import cell_len

from naysay.run.inspection_text import bars

Run = Callable[..., tuple[int, str, str]]
GERMAN = "Beitrags-Nr.;Veröffentlicht am;Unternehmen;Quelle;Autor;Beitrag\n" + "".join(
    f"B{number};2024-03-{1 + number % 28:02} 17:{number % 60:02};{('Eins AG', 'Zwei SE')[number % 2]};ariva;"
    f"Geheim{number % 7};Das ist ein Beitrag über die Aktie, Nummer {number}\n"
    for number in range(200)
)


def blocks(out: str) -> str:
    """What stands from the first block on."""
    return out[re.search(r"^\[(posts|prices)\]$", out, re.MULTILINE).start() :]  # type: ignore[union-attr]


def test_a_german_export(naysay: Run, tmp_path: Path) -> None:
    path = tmp_path / "data" / "Export.csv"
    path.parent.mkdir()
    path.write_text(GERMAN, encoding="utf-8-sig")
    code, out, _ = naysay("inspect", path)
    assert code == 0
    for said in (
        "semicolon between cells",
        "200 rows",
        "Veröffentlicht am      time, 16 characters  <- time",
        "2024-03-01 17:00 to 2024-03-28 17:55; they name no zone",
        "languages: de",
        "ids: 0 % are repeated",
        "Eins AG (100), Zwei SE (100)",
    ):
        assert said in out
    assert (
        blocks(out)
        == """\
[posts]
format = "table"
path = "data/Export.csv"
company = "column"  # each [[company]] needs its name of this column as ticker, name or alias
forum = "column"
# your decision: these times name no zone; write the one that the forum's clock shows
timezone = "Europe/Berlin"

[posts.columns]
id = "Beitrags-Nr."
posted_at = "Veröffentlicht am"
text = "Beitrag"
company = "Unternehmen"
author = "Autor"
forum = "Quelle"
"""
    )


def test_no_text_and_no_author_is_shown_and_lines_fit(naysay: Run, tmp_path: Path) -> None:
    (tmp_path / "e.csv").write_text(GERMAN, encoding="utf-8")
    _, out, _ = naysay("inspect", tmp_path / "e.csv")
    report = out[: out.index("[posts]")]
    assert "Geheim" not in out
    assert "Nummer 1" not in out
    assert max(cell_len(line) for line in report.splitlines()[1:]) <= 80


def test_hostile_names_are_printable(naysay: Run, tmp_path: Path) -> None:
    path = tmp_path / "a\x1b[31mred\n.csv"
    path.write_text('id,"ti\x1b[0m\u202eme",text\n1,2024-01-01T10:00:00Z,"one two three four five six"\n')
    code, out, _ = naysay("inspect", path)
    assert code == 0
    assert not set(out) & set("\x1b\u202e")


def test_a_file_without_names_of_columns_shows_none_of_its_cells(naysay: Run, tmp_path: Path) -> None:
    rows = [
        f"{number},2024-03-01T10:{number % 60:02}:00Z,My secret text is number {number},Max"
        for number in range(50)
    ]
    (tmp_path / "e.csv").write_text("\n".join(rows))
    code, out, _ = naysay("inspect", tmp_path / "e.csv")
    assert code == 0
    assert "secret" not in out
    assert "Max" not in out
    assert "names of its columns" in out


def test_the_block_of_a_small_study_gives_the_same_run(naysay: Run, small: Path, tmp_path: Path) -> None:
    _, out, _ = naysay("inspect", small / "data" / "posts.csv", small / "data" / "prices")
    study = small / "analysis" / "small.toml"
    assert naysay("run", study, "--out", tmp_path / "first")[0] == 0
    text = re.sub(r"\[posts\].*?(?=\[calibration\])", "", study.read_text(), flags=re.DOTALL)
    study.write_text(text + blocks(out))
    code, _, err = naysay("run", study, "--out", tmp_path / "second")
    assert code == 0, err
    first, second = ((tmp_path / name / "tables" / "daily.csv").read_bytes() for name in ("first", "second"))
    assert first == second


def test_files_of_tickers_are_one_block(naysay: Run, tmp_path: Path) -> None:
    for ticker in ("AAA", "BBB"):
        posts = [
            {
                "id": f"{ticker}{n}",
                "created_utc": 1_700_000_000 + 997 * n,
                "body": f"some words of a post {n}",
            }
            for n in range(30)
        ]
        (tmp_path / f"{ticker}.jsonl").write_text("\n".join(map(json.dumps, posts)))
    _, out, _ = naysay("inspect", tmp_path)
    assert out.count("[posts]") == 1
    assert 'company = "file"' in out
    assert "*.jsonl" in out


@pytest.mark.parametrize(
    "content", [b"", b"\n\n", b"\0" * 99, b"[", b"{}", b"a", b"\xff\xfe\x00", b'"' * 999]
)
def test_anything_is_inspected(naysay: Run, tmp_path: Path, content: bytes) -> None:
    for name in ("a.csv", "a.json", "a.jsonl", "a.xlsx", "a.parquet", "a.csv.gz", "a.jsonl.zst", "a"):
        (tmp_path / name).write_bytes(content)
    code, out, err = naysay("inspect", tmp_path)
    assert (code, err) == (0, "")
    assert out.count(str(tmp_path)) >= 8


def test_a_path_that_is_not_there_is_told(naysay: Run, tmp_path: Path) -> None:
    code, out, _ = naysay("inspect", tmp_path / "none.csv")
    assert code == 0
    assert "cannot be read" in out


def test_bars() -> None:
    assert bars([0, 1, 50, 100]) == " ▁▄█"
    assert bars([]) == ""
    assert bars([0, 0]) == "  "


def test_bars_are_figures_where_the_terminal_has_no_bars(tmp_path: Path) -> None:
    (tmp_path / "e.csv").write_text(GERMAN, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "naysay", "inspect", str(tmp_path / "e.csv")],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "cp1252"},
        check=True,
    )
    assert "by hour   0                  8       23 (as written)" in done.stdout.decode("cp1252")
