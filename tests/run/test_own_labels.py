"""Posts that the user labelled, from their file to the tables, the report and the manifest of a run.

Expected values: scores by hand (finance takes "disaster" for negative and "great" for positive), and
counts of the rows that each test writes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from tests.run.pages import words_of_page

Run = Callable[..., tuple[int, str, str]]
NEGATIVE, POSITIVE, PLAIN = "This recall is a disaster", "What a great quarter", "The meeting is on Monday"
SECRET = "xylophone"
KEY = '\n[sentiment]\nlabelled = "data/labelled/own.tsv"\n'


def labelled(workspace: Path, rows: list[tuple[str, str]]) -> Path:
    path = workspace / "data" / "labelled" / "own.tsv"
    path.parent.mkdir(exist_ok=True)
    lines = [f"{label}\t{text} {SECRET} {place}" for place, (label, text) in enumerate(rows)]
    path.write_text("\n".join(["label\ttext", *lines]) + "\n", encoding="utf-8")
    return path


def usual() -> list[tuple[str, str]]:
    """40 negative posts, 30 of them found; 50 others, 5 of them taken for negative; 3 with another label."""
    return [
        *[("negative", NEGATIVE)] * 30, *[("negative", PLAIN)] * 10, *[("positive", POSITIVE)] * 35,
        *[("neutral", PLAIN)] * 10, *[("neutral", NEGATIVE)] * 5, *[("irony", NEGATIVE)] * 3,
    ]  # fmt: skip


def run(
    naysay: Run, small: Path, out: Path, addition: str = KEY, sections: str = '"cover", "evidence", "data"'
) -> Path:
    study = small / "analysis" / "small.toml"
    text = study.read_text().replace('"cover", "methods"', sections)
    study.write_text(text + addition)
    code, _, err = naysay("run", study, "--out", out, "--workers", 1)
    assert code == 0, err
    return out


def quality(folder: Path) -> pd.DataFrame:
    return pd.read_csv(folder / "tables" / "scorer_quality.csv").set_index("statistic")


def test_a_run_scores_the_labelled_posts_and_tells_how_well(naysay: Run, small: Path, tmp_path: Path) -> None:
    path = labelled(small, usual())
    folder = run(naysay, small, tmp_path / "run")
    rows = quality(folder)
    assert rows["value"].loc[["sensitivity", "false_alarms", "unscored"]].tolist() == [0.75, 0.1, 0.0]
    assert rows["nobs"].to_dict() == {
        "sensitivity": 40, "false_alarms": 50, "auc": 75, "auc_negative": 90, "unscored": 90,
        "other_label": 93,
    }  # fmt: skip
    assert rows.loc["other_label", "value"] == pytest.approx(3 / 93)
    report = words_of_page(folder)
    sentence = (
        "The scorer finds 75 % of the negative posts you labelled and takes 10 % of the others for negative "
        "(90 posts)."
    )
    assert report.count(sentence) == 1
    assert "Rows left out for another label: 3." in report
    manifest = json.loads((folder / "manifest.json").read_text())
    (one,) = [entry for entry in manifest["inputs"] if entry["kind"] == "labelled"]
    assert one.pop("marks")["count"] == 94  # lines, the header among them
    assert one == {
        "kind": "labelled",
        "name": "own.tsv",
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "rows": 93,
    }
    results = json.loads((folder / "results.json").read_text())
    labels = results["findings"]["labels"]
    assert (labels["n_posts"], labels["sensitivity"], labels["false_alarms"]) == (90, 0.75, 0.1)
    assert results["tables"]["scorer_quality"]["value"][:2] == [0.75, 0.1]


def test_no_text_of_a_labelled_post_is_written(naysay: Run, small: Path, tmp_path: Path) -> None:
    labelled(small, [*usual(), (SECRET, "a label that is a text")])
    folder = run(naysay, small, tmp_path / "run")
    for file in folder.rglob("*"):
        assert file.is_dir() or SECRET.encode() not in file.read_bytes(), file.name


def test_the_study_counts_a_labelled_post_as_it_counts_its_own(
    naysay: Run, small: Path, tmp_path: Path
) -> None:
    """With a bound of -.9 no text is negative enough, and the names of companies are no words of opinion."""
    labelled(small, usual())
    strict = quality(run(naysay, small, tmp_path / "run", f"{KEY}\n[chatter]\nnegative_below = -0.9\n"))
    assert strict["value"].loc[["sensitivity", "false_alarms"]].tolist() == [0.0, 0.0]


def test_the_names_of_companies_are_masked_as_in_the_posts(naysay: Run, small: Path, tmp_path: Path) -> None:
    """A company called Disaster is no disaster."""
    study = small / "analysis" / "small.toml"
    study.write_text(study.read_text().replace('"Simulated Two"', '"Disaster"'))
    labelled(small, [*[("negative", "I bought Disaster today")] * 30, *[("neutral", PLAIN)] * 30])
    assert quality(run(naysay, small, tmp_path / "run"))["value"]["sensitivity"] == 0.0


def test_what_cannot_be_scored_is_counted_and_is_not_negative(
    naysay: Run, small: Path, tmp_path: Path
) -> None:
    """The scorer auto has no score for Russian. With a bound of 0 a neutral post counts as negative."""
    russian = "Сегодня на бирже был очень тяжёлый день, и никто не знает, что будет завтра"
    labelled(
        small, [*[("negative", NEGATIVE)] * 20, *[("negative", russian)] * 20, *[("neutral", PLAIN)] * 40]
    )
    key = f'{KEY}scorer = "auto"\n\n[chatter]\nnegative_below = 0.0\n'
    rows = quality(run(naysay, small, tmp_path / "run", key))
    assert rows["value"].loc[["sensitivity", "false_alarms", "unscored"]].tolist() == [0.5, 1.0, 0.25]


def test_too_few_posts_are_not_known_and_page_1_says_nothing_of_them(
    naysay: Run, small: Path, tmp_path: Path
) -> None:
    labelled(small, [*[("negative", NEGATIVE)] * 29, *[("positive", POSITIVE)] * 60])
    folder = run(naysay, small, tmp_path / "run")
    rows = quality(folder)
    assert rows.loc["sensitivity", ["reason", "reason_values"]].tolist() == ["too_few_labelled", "least=30"]
    assert pd.isna(rows.loc["sensitivity", "value"])
    report = words_of_page(folder)
    assert "The scorer finds" not in report
    assert "Negative posts found (sensitivity)”: fewer than 30 posts of a kind are labelled." in report


def test_a_scorer_near_chance_is_doubted_on_page_1(naysay: Run, small: Path, tmp_path: Path) -> None:
    """Each text stands as often among the negative posts as among the others: half of the pairs are right."""
    labelled(
        small, [(label, text) for label in ("negative", "positive") for text in (NEGATIVE, POSITIVE)] * 30
    )
    folder = run(naysay, small, tmp_path / "run", sections='"cover"')
    report = words_of_page(folder)
    assert "the scoring picks the negative one in 50 % of cases; guessing, in 50 %" in report
    assert "scorer" in json.loads((folder / "results.json").read_text())["findings"]["caveats"]


def test_without_the_key_the_table_is_empty_and_nothing_is_said(
    naysay: Run, small: Path, tmp_path: Path
) -> None:
    labelled(small, usual())
    folder = run(naysay, small, tmp_path / "run", "")
    assert quality(folder).empty
    assert "you labelled" not in words_of_page(folder)


def test_check_tells_how_many_posts_of_each_kind_there_are(naysay: Run, small: Path) -> None:
    labelled(small, usual())
    study = small / "analysis" / "small.toml"
    study.write_text(study.read_text() + KEY)
    code, out, _ = naysay("check", study)
    assert code == 0
    assert "labelled of own.tsv: 93 rows" in out
    assert "labelled posts: 40 negative, 50 others, 3 rows left out for another label\n" in out
    labelled(small, usual()[:45])
    out = naysay("check", study)[1]
    assert "labelled posts: 40 negative, 5 others; label 30 or more of each for an answer" in out


@pytest.mark.parametrize("verb", ["check", "run"])
@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "no file"),
        (b"", "columns"),
        (b"label\ttext\n", "no label among"),
        (b"label\ttext\n\xff\t\xfe\n", "no UTF-8"),
        (b"label\ttext\n" + SECRET.encode() + b"\n", "1 column in line 2"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_the_key(
    naysay: Run, small: Path, verb: str, content: bytes | None, told: str
) -> None:
    path = labelled(small, usual())
    path.unlink() if content is None else path.write_bytes(content)
    study = small / "analysis" / "small.toml"
    study.write_text(study.read_text() + KEY)
    code, _, err = naysay(verb, study)
    assert code == 1
    assert "sentiment.labelled" in err
    assert told in " ".join(err.split())
    assert SECRET not in err


def test_a_path_out_of_the_workspace_is_refused(naysay: Run, small: Path) -> None:
    study = small / "analysis" / "small.toml"
    study.write_text(study.read_text() + '\n[sentiment]\nlabelled = "../own.tsv"\n')
    code, _, err = naysay("check", study)
    assert code == 1
    assert "sentiment.labelled" in err


def test_other_labels_make_another_run_by_its_inputs(naysay: Run, small: Path, tmp_path: Path) -> None:
    labelled(small, usual())
    first = run(naysay, small, tmp_path / "first")
    labelled(small, usual()[1:])
    code, _, _ = naysay(
        "run", small / "analysis" / "small.toml", "--out", tmp_path / "second", "--workers", 1
    )
    assert code == 0
    stamps = [
        json.loads((folder / "results.json").read_text())["stamp"]["inputs_sha256"]
        for folder in (first, tmp_path / "second")
    ]
    assert stamps[0] != stamps[1]
