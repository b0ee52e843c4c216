"""Posts by their language. Expected values: by hand, the language of each text, and what its scorer says.

"bricht ein" and "Finger weg" charge a text for ``german`` alone, "dump" and "puts" for ``finance`` alone.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from naysay.data import posts as posts_module
from naysay.data.posts import Posts, read_posts
from naysay.data.readings import LanguageCount
from naysay.data.scored import SCALE, UNSCORED
from naysay.data.scorers import scorer
from naysay.data.sessions import Sessions
from naysay.study.executor import Executor
from naysay.study.file import parse_study

DAY = 86_400 * 10**9
SESSIONS = Sessions(
    "XNYS",
    pd.date_range("2014-01-02", periods=20, name="session"),
    16072 * DAY + DAY * np.arange(20),
    16071 * DAY,
)
LONG = {
    "en": "I think they will miss the numbers again, and the stock is a disaster",
    "de": "Die Zahlen waren eine Katastrophe und der Vorstand hat nichts dazu gesagt",
    "fr": "Les résultats ne sont pas bons et la direction n'a rien dit sur cette baisse",
}
SHORT = ["Kurs bricht ein", "Finger weg", "SAP 120", "dump SAP", "SAP puts"]


def read(
    folder: Path, files: dict[str, list[str]], *, forum: str = "one", executor: Executor | None = None
) -> Posts:
    """The texts of ``files``; their forum is the name of the file."""
    paths = {}
    for name, texts in files.items():
        paths[name] = folder / f"{name}.jsonl"
        paths[name].write_text(
            "\n".join(
                json.dumps(
                    {"id": f"{name} {n}", "posted_at": f"2014-01-{2 + n % 18:02d}T10:00:00Z", "text": text}
                )
                for n, text in enumerate(texts)
            )
        )
    study = parse_study(
        f"""
        study = {{name = "x", start = 2014-01-01, end = 2014-12-31}}
        company = [{{ticker = "A"}}]
        posts = {{format = "table", path = "x", company = "folder", forum = "{forum}"}}
        """,
        source="x.toml",
    )
    return read_posts(
        study,
        paths,
        sessions={"A": SESSIONS},
        scorers=[scorer("auto"), scorer("finance"), scorer("german")],
        folder=folder / "parts",
        quarantine=folder / "quarantine.jsonl",
        executor=executor,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "A").mkdir()
    return tmp_path / "A"


def whole(name: str, texts: list[str]) -> list[int]:
    return [round(SCALE * score) for score in scorer(name).score(texts).tolist()]


@pytest.mark.parametrize("forum", ["one", "file"])
@pytest.mark.parametrize(("language", "name"), [("de", "german"), ("en", "finance")])
def test_a_short_post_is_scored_in_the_main_language_of_its_file(
    folder: Path, forum: str, language: str, name: str
) -> None:
    texts = [LONG[language]] * 10 + SHORT
    posts = read(folder, {"x": texts, "other": [LONG["fr"]] * 40}, forum=forum)
    assert posts.scored.score.tolist()[: len(texts)] == whole(name, texts)
    assert len({*whole("german", SHORT)} & {*whole("finance", SHORT)}) < 4  # it makes a difference


def test_a_post_that_tells_its_language_keeps_it_in_any_forum(folder: Path) -> None:
    posts = read(folder, {"x": [LONG["de"]] * 20 + [LONG["en"]]})
    assert posts.scored.score.tolist()[-1:] == whole("finance", [LONG["en"]])
    assert posts.languages == (LanguageCount("de", 20, 0), LanguageCount("en", 1, 0))


def test_posts_of_a_language_that_nobody_reads_have_no_score_short_ones_included(folder: Path) -> None:
    posts = read(folder, {"x": [LONG["fr"]] * 10 + ["Kurs bricht ein", LONG["de"]]})
    assert posts.scored.score.tolist() == [UNSCORED] * 11 + whole("german", [LONG["de"]])
    assert posts.languages == (LanguageCount("fr", 11, 1), LanguageCount("de", 1, 0))


def test_posts_none_of_which_tells_are_read_by_the_first_scorer(folder: Path) -> None:
    posts = read(folder, {"x": SHORT})
    assert posts.scored.score.tolist() == whole("finance", SHORT)
    assert posts.languages == (LanguageCount("", 5, 5),)


def test_other_scorers_read_every_post(folder: Path) -> None:
    texts = [*LONG.values(), *SHORT]
    posts = read(folder, {"x": texts})
    assert [scores.tolist() for scores in posts.scores[1:]] == [
        whole(n, texts) for n in ("finance", "german")
    ]


@pytest.mark.parametrize("forum", ["one", "file"])
@pytest.mark.parametrize("chunk", [1, 500])
def test_neither_chunks_nor_workers_change_a_language_or_a_score(
    folder: Path, monkeypatch: pytest.MonkeyPatch, forum: str, chunk: int, two: Executor
) -> None:
    """Short posts come before and after those that tell the language of their file."""
    files = {
        name: [*SHORT, *[f"{LONG[name]} {n}" for n in range(15)], *SHORT, *LONG.values()] for name in LONG
    }
    files["few"] = [*SHORT, LONG["en"]]
    at_once = read(folder, files, forum=forum)
    monkeypatch.setattr(posts_module, "CHUNK", chunk)
    monkeypatch.setattr(posts_module, "BYTES_A_WORKER", 0)
    cut = read(folder, files, forum=forum, executor=two)
    assert cut.languages == at_once.languages
    assert [scores.tobytes() for scores in cut.scores] == [scores.tobytes() for scores in at_once.scores]
