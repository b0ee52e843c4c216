"""A run says in which languages its posts are. Expected values: by hand, from texts whose language is plain.

The study of ``../shared/cases/german-exports`` is German; it is copied, and skipped where it is absent.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from tests.run.changes import change
from tests.run.pages import words_of_page

from naysay.data.readings import LanguageCount
from naysay.data.scorers import scorer
from naysay.reports.results import Results
from naysay.run.post_languages import check_languages, language_table
from naysay.study.file import parse_study
from naysay.study.notices import caught

Run = Callable[..., tuple[int, str, str]]
EXPORTS = Path(__file__).resolve().parents[3] / "shared" / "cases" / "german-exports"
GERMAN = "Die Zahlen waren schlecht und der Vorstand hat nichts dazu gesagt"


def warned(name: str, counts: list[LanguageCount], most: str = "") -> list[tuple[str, dict[str, object]]]:
    study = parse_study(
        f'study = {{name = "x", start = 2024-01-01, end = 2024-12-31}}\n'
        f'company = [{{ticker = "A"}}]\nposts = {{format = "table", path = "x"}}\n{most}',
        source="x.toml",
    )
    with caught() as notices:
        check_languages(study, counts, scorer(name))
    return [(notice.code, dict(notice.values)) for notice in notices]


MOSTLY_GERMAN = [LanguageCount("de", 800, 100), LanguageCount("en", 150, 0), LanguageCount("fr", 50, 0)]


@pytest.mark.parametrize("name", ["finance", "vader"])
def test_a_scorer_of_another_language_is_told_with_the_line_to_write(name: str) -> None:
    values = {"n": 850, "of": 1000, "share": 0.85, "scorer": name, "language": "de"}
    assert warned(name, MOSTLY_GERMAN) == [("other_language", values)]


@pytest.mark.parametrize("name", ["german", "auto", "finance"])
def test_a_language_that_nobody_reads_is_told_of_any_scorer(name: str) -> None:
    counts = [LanguageCount("fr", 60, 0), LanguageCount("de", 20, 0), LanguageCount("en", 20, 0)]
    ((code, values),) = warned(name, counts)
    assert (code, values["language"], values["share"]) == (
        "unread_language",
        "fr",
        0.6 if name == "auto" else 0.8,
    )


def test_few_posts_or_a_scorer_of_unknown_languages_are_no_warning() -> None:
    few = [LanguageCount("en", 90, 40), LanguageCount("de", 10, 0)]
    assert warned("finance", few) == warned("auto", MOSTLY_GERMAN) == []
    assert warned("finance", [LanguageCount("", 5, 5)]) == warned("given", []) == []
    assert len(warned("finance", few, "warn_above = {other_language = 0.09}")) == 1
    assert warned("finance", MOSTLY_GERMAN, "warn_above = {other_language = 0.9}") == []


def test_the_table_names_who_reads_each_language() -> None:
    assert language_table(MOSTLY_GERMAN, scorer("auto"))["scorer"].tolist() == ["german", "finance", ""]
    assert language_table(MOSTLY_GERMAN, scorer("german"))["scorer"].tolist() == ["german", "", ""]
    assert language_table(MOSTLY_GERMAN, scorer("transformer"))["scorer"].unique().tolist() == ["transformer"]


@pytest.mark.parametrize(("key", "warns"), [("", False), ('[sentiment]\nscorer = "finance"\n', True)])
def test_page_1_of_a_german_study_names_the_line_to_write(
    naysay: Run, small: Path, tmp_path: Path, key: str, warns: bool
) -> None:
    table = pd.read_csv(small / "data" / "posts.csv", dtype=str)
    table["text"] = [f"{GERMAN}, {n}" for n in range(len(table))]
    table.to_csv(small / "data" / "posts.csv", index=False)
    change(small, "[prices]", f"{key}[prices]")
    study = change(small, "seed = 3", 'seed = 3\nlanguage = "de"\nmethods = ["projections"]')
    code, _, err = naysay("run", study, "--out", tmp_path / "run", "--formats", "html", "--workers", 1)
    assert code == 0, err
    page = words_of_page(tmp_path / "run")
    line = "100 % der Beiträge sind in einer Sprache, die finance nicht liest (Deutsch): Schreiben Sie scorer"
    assert (line in page) is warns
    assert ("Bewertet mit auto, auf Deutsch (100 %);" in page) is not warns


@pytest.mark.skipif(not EXPORTS.is_dir(), reason="../shared/cases is absent: it is not ours to share")
@pytest.mark.filterwarnings("ignore::naysay.study.errors.DataWarning")
def test_a_german_study_that_names_no_scorer_is_scored_in_german(naysay: Run, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(EXPORTS, tmp_path / "exports"))
    study = folder / "analysis" / "utf8.toml"
    text = re.sub(r"(?m)^(scorer|methods) = .*\n", "", study.read_text(encoding="utf-8"))
    study.write_text(text.replace("[study]\n", '[study]\nmethods = ["projections"]\n', 1), encoding="utf-8")
    code, _, err = naysay("run", study, "--out", tmp_path / "run", "--formats", "html", "--workers", 1)
    assert code == 0, err
    results = Results.from_json((tmp_path / "run" / "results.json").read_bytes())
    assert results.tables["languages"][["language", "scorer"]].to_numpy().tolist() == [["de", "german"]]
    assert "Bewertet wurden Beiträge auf Deutsch (100 %)." in words_of_page(tmp_path / "run")
