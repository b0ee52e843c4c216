"""Scorers on a user's own labelled posts.

Expected values: what ``scorer_quality`` gives for the same posts, and files that cannot be used.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from naysay.analysis.scorer_agreement import scorer_agreement
from naysay.analysis.scorer_quality import Quality, scorer_quality
from naysay.data.scorers import ready, scorer
from naysay.run.evaluate import COLUMNS, _row

Run = Callable[..., tuple[int, str, str]]
GOOD = ("Great quarter, buying more", "Strong buy, huge upside", "Beat estimates, love it")
BAD = ("Terrible results, selling", "This is a scam, shorting it", "Guidance cut, disaster")


def labelled(path: Path, rows: list[tuple[str, ...]], header: str = "label\ttext") -> Path:
    path.write_text("\n".join([header, *("\t".join(row) for row in rows)]) + "\n", encoding="utf-8")
    return path


def plain(count: int = 60) -> list[tuple[str, str]]:
    return [
        ("positive", f"{GOOD[i % 3]} {i}") if i % 2 else ("-1", f"{BAD[i % 3]} {i}") for i in range(count)
    ]


def test_each_scorer_has_a_row_and_a_sentence(naysay: Run, tmp_path: Path) -> None:
    code, out, _ = naysay("evaluate", labelled(tmp_path / "own.tsv", plain()))
    assert code == 0
    lines = out.splitlines()
    for name in ready():
        assert sum(line.startswith(f"{name} ") for line in lines) == 2
    texts, labels = [text for _, text in plain()], [1 if label == "positive" else -1 for label, _ in plain()]
    want = scorer_quality("finance", scorer("finance").score(texts), labels)
    row = next(line for line in lines if line.startswith("finance  "))
    assert f"{want.auc[0]:.3f} ({want.auc[1]:.3f} to {want.auc[2]:.3f})" in row
    assert "finance is good enough to go on" in out


def test_one_scorer_by_name_and_weeks_by_group_and_date(naysay: Run, tmp_path: Path) -> None:
    rows = [
        (label, text, "SAP.DE" if i % 2 else "BMW.DE", f"2024-0{1 + i // 20}-0{1 + i % 5}")
        for i, (label, text) in enumerate(plain(80))
    ]
    path = labelled(tmp_path / "own.tsv", rows, "label\ttext\tgroup\tdate")
    code, out, _ = naysay("evaluate", path, "--scorer", "vader", "--scorer", "finance")
    assert code == 0
    assert not any(line.startswith("german") for line in out.splitlines())
    row = next(line for line in out.splitlines() if line.startswith("finance  "))
    assert row.rstrip().endswith(tuple(f"in {n}" for n in range(3, 17)))


def test_other_labels_are_left_out_and_counted(naysay: Run, tmp_path: Path) -> None:
    rows = [*plain(20), ("irony", "sure"), ("irony", "great, just great"), ("", "nothing")]
    code, out, _ = naysay("evaluate", labelled(tmp_path / "own.tsv", rows), "--scorer", "finance")
    assert code == 0
    assert "Left out: 3 rows with the labels" in out
    assert "irony" not in out  # a label may be anything that somebody wrote


def test_windows_line_ends_quotes_and_a_byte_order_mark_are_read(naysay: Run, tmp_path: Path) -> None:
    path = tmp_path / "own.tsv"
    text = "\r\n".join(["Label\tText", *("\t".join(row) for row in plain(10)), 'negative\t"Awful" he said'])
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    code, out, _ = naysay("evaluate", path, "--scorer", "finance")
    assert code == 0
    assert next(line for line in out.splitlines() if line.startswith("finance  ")).split()[1] == "11"


def test_hostile_posts_print_nothing_of_themselves(naysay: Run, tmp_path: Path) -> None:
    rows = [("\x1b[31mred\x1b[0m" + "x" * 500, "t"), ("negative", "\u202egood\u202c" * 1000), *plain(6)]
    code, out, err = naysay("evaluate", labelled(tmp_path / "own.tsv", rows), "--scorer", "finance")
    assert code == 0
    assert "\x1b" not in out + err
    assert len(out) < 2500


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "columns"),
        (b"text\nhello\n", "Name the columns label and text"),
        (b"label\ttext\nnegative\n", "1 column in line 2"),
        (b"label\ttext\nirony\tsure\n", "no label among"),
        (b"label\ttext\n\xff\xfe\n", "no UTF-8"),
    ],
)
def test_what_cannot_be_used_says_how_to_mend_it(
    naysay: Run, tmp_path: Path, content: bytes, told: str
) -> None:
    path = tmp_path / "own.tsv"
    path.write_bytes(content)
    code, out, err = naysay("evaluate", path)
    assert (code, out) == (1, "")
    assert told in " ".join(err.split())
    assert naysay("evaluate", tmp_path / "absent.tsv")[0] == 1


def test_an_unknown_scorer_is_refused_with_those_there_are(naysay: Run, tmp_path: Path) -> None:
    code, _, err = naysay("evaluate", labelled(tmp_path / "own.tsv", plain(4)), "--scorer", "oracle")
    assert code == 1
    assert "finance" in err


def test_a_file_with_one_kind_of_post_cannot_judge(naysay: Run, tmp_path: Path) -> None:
    rows = [("negative", text) for text in BAD]
    code, out, _ = naysay("evaluate", labelled(tmp_path / "own.tsv", rows), "--scorer", "finance")
    assert code == 0
    assert "cannot be judged" in out


def rated(count: int = 60) -> list[tuple[str, str, str]]:
    """The label, the text, and what a tool says of it: right but for every sixth."""
    return [
        (label, text, "negativ" if (label == "-1") != (i % 6 == 0) else "positiv")
        for i, (label, text) in enumerate(plain(count))
    ]


def test_a_column_of_scores_is_held_to_the_labels_and_to_ours(naysay: Run, tmp_path: Path) -> None:
    path = labelled(tmp_path / "own.tsv", rated(), "label\ttext\tTonalität")
    code, out, err = naysay("evaluate", path, "--scorer", "finance", "--score-column", "Tonalität")
    assert (code, err) == (0, "")
    labels, texts, words = zip(*rated(), strict=True)
    truth = [1 if label == "positive" else -1 for label in labels]
    theirs = np.array([1.0 if word == "positiv" else -1.0 for word in words])
    want = scorer_quality("given", theirs, truth)
    row = next(line for line in out.splitlines() if line.startswith("given  "))
    for value, low, high in (want.auc, want.negative_recall, want.false_alarms):
        assert f"{value:.3f} ({low:.3f} to {high:.3f})" in row
    _, agreement = out.split("Agreement with the source's own scores in the column Tonalität\n")
    held = scorer_agreement("finance", scorer("finance").score(texts), theirs)
    row = agreement.splitlines()[1]
    for value, low, high in (held.r, held.kappa):
        assert f"{value:.3f} ({low:.3f} to {high:.3f})" in row
    assert f"{held.negative:.3f}" in row


def test_a_column_of_scores_needs_no_labels(naysay: Run, tmp_path: Path) -> None:
    rows = [(text, word) for _, text, word in rated(12)]
    path = labelled(tmp_path / "own.tsv", rows, "text\ttone")
    code, out, _ = naysay("evaluate", path, "--score-column", "TONE")
    assert code == 0
    assert "AUC" not in out
    assert [line.split()[0] for line in out.splitlines()[2 : 2 + len(ready())]] == list(ready())


def test_given_alone_is_held_to_labels_and_without_them_to_all_scorers(naysay: Run, tmp_path: Path) -> None:
    options = ("--scorer", "given", "--score-column", "tone")
    path = labelled(tmp_path / "own.tsv", rated(12), "label\ttext\ttone")
    out = naysay("evaluate", path, *options)[1]
    assert [line.split()[0] for line in out.splitlines()[1:2]] == ["given"]
    assert "Agreement" not in out
    bare = labelled(tmp_path / "bare.tsv", [row[1:] for row in rated(12)], "text\ttone")
    assert len(naysay("evaluate", bare, *options)[1].splitlines()) == 2 + len(ready()) + 5


@pytest.mark.parametrize(
    ("rows", "options", "told"),
    [
        (rated(12), ("--scorer", "given"), "Write --score-column Sentiment"),
        (rated(12), ("--score-column", "mood"), "no column mood"),
        ([(a, b, "Buy" if c == "positiv" else "Sell") for a, b, c in rated(12)], ("--score-column", "tone"),
         'Write score_words = { "buy" = 1, "sell" = -1 } below [posts.columns] of a study'),
        ([(a, b, "1" if c == "positiv" else "5") for a, b, c in rated(12)], ("--score-column", "tone"),
         "Write score_range = [1, 5] below [posts.columns] of a study"),
    ],
)  # fmt: skip
def test_a_column_of_scores_that_cannot_be_used(
    naysay: Run, tmp_path: Path, rows: list[tuple[str, ...]], options: tuple[str, ...], told: str
) -> None:
    path = labelled(tmp_path / "own.tsv", rows, "label\ttext\ttone")
    code, out, err = naysay("evaluate", path, *options)
    assert (code, out) == (1, "")
    assert told in " ".join(err.split())


def with_ratings(small: Path) -> tuple[Path, pd.DataFrame]:
    """The small study with a column of Buy and Sell: what finance says, turned round for every third post."""
    path, study = small / "data" / "posts.csv", small / "analysis" / "small.toml"
    posts = pd.read_csv(path)
    ours = scorer("auto").score(posts["text"])
    turned = np.where(np.arange(len(posts)) % 3 == 0, -ours, ours)
    posts["Rating"] = np.where(turned <= -0.05, "Sell", "Buy")
    posts.to_csv(path, index=False)
    words = '[posts.columns]\nscore = "Rating"\nscore_words = { Buy = 1, Sell = -1 }\n'
    study.write_text(f"{study.read_text()}\n{words}")
    return study, posts


def test_the_posts_of_a_study_are_held_to_its_column_of_scores(naysay: Run, small: Path) -> None:
    """All posts of the small study lie in its sessions."""
    study, posts = with_ratings(small)
    code, out, err = naysay("evaluate", study, "--workers", 1)
    assert (code, err) == (0, "")
    row = out.splitlines()[2]
    theirs = np.where(posts["Rating"] == "Sell", -1.0, 1.0)
    want = scorer_agreement("auto", scorer("auto").score(posts["text"]), theirs)
    assert row.split()[:2] == ["auto", str(want.n_posts)]
    for value, low, high in (want.r, want.kappa):
        assert f"{value:.3f} ({low:.3f} to {high:.3f})" in row
    assert "daily r" in out
    assert "AUC" not in out


def test_the_labelled_posts_of_a_study_are_judged_with_its_column_of_scores(naysay: Run, small: Path) -> None:
    study, _ = with_ratings(small)
    rows = [(label, text, "Sell" if word == "negativ" else "Buy") for label, text, word in rated(70)]
    labelled(small / "data" / "own.tsv", rows, "label\ttext\trating")
    study.write_text(f'{study.read_text()}\n[sentiment]\nlabelled = "data/own.tsv"\n')
    code, out, _ = naysay("evaluate", study, "--workers", 1)
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()[1:3]] == ["auto", "given"]
    assert out.count("Agreement with the source's own scores") == 2


def test_a_study_without_labels_and_column_says_the_line_to_write(naysay: Run, small: Path) -> None:
    code, out, err = naysay("evaluate", small / "analysis" / "small.toml")
    assert (code, out) == (1, "")
    assert 'Write score = "Sentiment" below [posts.columns]' in " ".join(err.split())
    code, _, err = naysay("evaluate", with_ratings(small)[0], "--score-column", "Rating")
    assert code == 1
    assert "a study names the column itself" in " ".join(err.split())


@pytest.mark.parametrize(("weeks", "told"), [(2, "-"), (3, "0.900 (0.800 to 0.950) in 3")])
def test_each_number_of_a_row_stands_below_its_name(weeks: int, told: str) -> None:
    """Two weeks of groups have no correlation to speak of: two points lie on a line."""
    nan = float("nan")
    quality = Quality(
        scorer="mine", n_posts=120, n_negative=50, n_positive=60, auc=(0.7, 0.6, 0.8),
        negative_auc=(0.71, 0.61, 0.81), macro_f1=(0.5, 0.4, 0.6), negative_recall=(nan, nan, nan),
        false_alarms=(0.09, 0.05, 0.15),
        coverage=0.456, week_r=(0.9, 0.8, 0.95), n_weeks=weeks,
    )  # fmt: skip
    assert dict(zip(COLUMNS, _row(quality), strict=True)) == {
        "scorer": "mine",
        "posts": "120",
        "AUC": "0.700 (0.600 to 0.800)",
        "AUC negative": "0.710 (0.610 to 0.810)",
        "macro F1": "0.500 (0.400 to 0.600)",
        "negative recall": "-",
        "false alarms": "0.090 (0.050 to 0.150)",
        "coverage": "0.46",
        "weekly r": told,
    }
