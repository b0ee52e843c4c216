"""A first study of the user's own files. Expected values: by hand, from the files written here."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

Run = Callable[..., tuple[int, str, str]]


def posts(path: Path, companies: tuple[str, ...]) -> Path:
    rows = [
        f"{number},2024-{1 + number % 9:02}-{1 + number % 28:02}T10:{number % 60:02}:00Z,"
        f"some words about shares {number},{companies[number % len(companies)]}"
        for number in range(120)
    ]
    path.write_text("id,created_at,text,ticker\n" + "\n".join(rows) + "\n")
    return path


def prices(folder: Path, *symbols: str) -> Path:
    folder.mkdir()
    days = pd.bdate_range("2023-06-01", "2024-12-30")
    for symbol in symbols:
        rows = [f"{day.date()},{100 + at % 7},{100 + at % 7},1000" for at, day in enumerate(days)]
        (folder / f"{symbol}.csv").write_text("Date,Close,Adj Close,Volume\n" + "\n".join(rows) + "\n")
    return folder


def study(out: str) -> dict[str, Any]:
    return tomllib.loads(Path(out.strip()).read_text(encoding="utf-8"))


def test_a_study_of_posts_and_prices(naysay: Run, tmp_path: Path) -> None:
    export, folder = (
        posts(tmp_path / "p.csv", ("$AAA", "BBB")),
        prices(tmp_path / "prices", "AAA", "BBB", "^IX"),
    )
    code, out, err = naysay("new", tmp_path / "w", "--from", export, "--from", folder)
    assert code == 0, err
    assert err.count("copied") == 4
    made = study(out)
    assert [company["ticker"] for company in made["company"]] == ["AAA", "BBB"]
    assert made["market"]["benchmark"] == "^IX"
    assert (str(made["study"]["start"]), str(made["study"]["end"])) == ("2024-01-01", "2024-09-27")
    assert made["posts"]["path"] == "data/posts/p.csv"
    assert made["posts"]["columns"] == {
        "id": "id",
        "posted_at": "created_at",
        "text": "text",
        "company": "ticker",
    }
    assert made["prices"] == {"source": "csv", "path": "data/prices"}
    assert made["sentiment"] == {}  # no scorer has to be named
    assert (tmp_path / "w" / "data" / "posts" / "p.csv").read_bytes() == export.read_bytes()


def test_names_wait_for_their_tickers_and_check_says_so(naysay: Run, tmp_path: Path) -> None:
    export, folder = (
        posts(tmp_path / "p.csv", ("Eins AG", "Zwei SE")),
        prices(tmp_path / "prices", "EIN", "ZWE"),
    )
    _, out, _ = naysay("new", tmp_path / "w", "--from", export, "--from", folder, "--language", "de")
    text = Path(out.strip()).read_text(encoding="utf-8")
    assert 'ticker = ""                # Ihre Entscheidung' in text
    assert "# Kurse gibt es von EIN, ZWE" in text
    code, _, err = naysay("check", out.strip())
    assert code == 1
    assert "company[0].ticker" in err
    assert "company[1].ticker" in err


def test_files_in_the_workspace_stay_where_they_are(naysay: Run, tmp_path: Path) -> None:
    (tmp_path / "data" / "forum").mkdir(parents=True)
    export = posts(tmp_path / "data" / "forum" / "p[1].csv", ("AAA",))
    code, out, err = naysay("new", tmp_path, "--from", export)
    assert code == 0
    assert "copied" not in err
    assert study(out)["posts"]["path"] == "data/forum/p[[]1].csv"
    assert study(out)["prices"] == {"source": "yahoo"}


def test_what_is_no_data_is_left_out_and_said(naysay: Run, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    posts(folder / "p.csv", ("AAA",))
    (folder / "notes.txt").write_text("nothing of use\n")
    code, _, err = naysay("new", tmp_path / "w", "--from", folder)
    assert code == 0
    assert "left out" in err
    assert "notes.txt" in err


@pytest.mark.parametrize("name", ["none.csv", "notes.txt"])
def test_no_data_makes_no_study(naysay: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / "notes.txt").write_text("nothing of use\n")
    code, out, _ = naysay("new", tmp_path / "w", "--from", tmp_path / name)
    assert (code, out) == (1, "")
    assert not (tmp_path / "w" / "analysis" / "first.toml").exists()


def test_a_german_study_without_files(naysay: Run, tmp_path: Path) -> None:
    code, out, _ = naysay("new", tmp_path / "w", "--language", "de")
    assert code == 0
    made = study(out)
    assert (made["study"]["language"], made["sentiment"]) == ("de", {})
    assert (made["posts"]["path"], made["posts"]["timezone"]) == ("data/posts/*.csv", "Europe/Berlin")
    _, _, err = naysay("check", out.strip())
    assert "1 fault\n  company[0].ticker" in err


def test_nothing_that_exists_is_changed(naysay: Run, tmp_path: Path) -> None:
    export = posts(tmp_path / "p.csv", ("AAA",))
    place = tmp_path / "w" / "data" / "posts" / "p.csv"
    place.parent.mkdir(parents=True)
    place.write_text("mine")
    code, _, err = naysay("new", tmp_path / "w", "--from", export)
    assert code == 1
    assert "p.csv" in err
    assert place.read_text() == "mine"


def test_an_unknown_language_is_a_wrong_command(naysay: Run, tmp_path: Path) -> None:
    assert naysay("new", tmp_path / "w", "--language", "fr")[0] == 2
