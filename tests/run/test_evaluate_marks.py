"""Scorers on posts that their own writers marked, and runs that may not know of marks.

Expected values: what ``scorer_quality`` gives for the same posts and labels, shares by hand, and the tables
of the same study.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from naysay.analysis.scorer_quality import scorer_quality
from naysay.data.scorers import ready, scorer

Run = Callable[..., tuple[int, str, str]]
GOOD = ("Great quarter, buying more", "Strong buy, huge upside", "Beat estimates, love it")
BAD = ("Terrible results, selling", "This is a scam, shorting it", "Guidance cut, disaster")


def marked(path: Path, first: int = 0, count: int = 200) -> Path:
    """Messages of which four in five are Bullish; each tenth has the words of the other mark."""
    messages = []
    for number in range(first, first + count):
        mark = "Bearish" if number % 5 == 0 else "Bullish"
        words = GOOD if (mark == "Bullish") != (number % 10 == 3) else BAD
        messages.append(
            {
                "id": number,
                "body": f"{words[number % 3]} {number}",
                "created_at": "2021-03-01T14:30:00Z",
                "user": {"id": 7, "username": "kestrel"},
                "symbols": [{"symbol": "ACME"}],
                "entities": {"sentiment": {"basic": mark}},
            }
        )
    path.write_text(json.dumps({"messages": messages}), encoding="utf-8")
    return path


def test_scorers_are_held_to_the_marks_and_their_shares_are_shown(naysay: Run, tmp_path: Path) -> None:
    """160 of 200 are Bullish: to call all so gives (2 * .8 / 1.8 + 0) / 2 = .444."""
    path = marked(tmp_path / "page.json")
    code, out, err = naysay("evaluate", path, "--format", "stocktwits")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[:2] == [
        "Posts of stocktwits that their writers marked: 200 of 200 rows in 1 file",
        "positive 160 (80.0 %), neutral 0 (0.0 %), negative 40 (20.0 %)",
    ]
    posts = json.loads(path.read_text(encoding="utf-8"))["messages"]
    labels = [1 if post["entities"]["sentiment"]["basic"] == "Bullish" else -1 for post in posts]
    want = scorer_quality("finance", scorer("finance").score([post["body"] for post in posts]), labels)
    row = next(line for line in lines if line.startswith("finance  "))
    for value, low, high in (want.auc, want.macro_f1, want.negative_recall):
        assert f"{value:.3f} ({low:.3f} to {high:.3f})" in row
    assert all(any(line.startswith(f"{name} ") for line in lines) for name in ready())
    assert "to call every post positive would give 0.444 here" in out
    assert "It does not say whether the post speaks badly of" in out


def test_a_folder_a_pattern_and_several_files_are_the_same_posts(naysay: Run, tmp_path: Path) -> None:
    folder = tmp_path / "messages"
    folder.mkdir()
    files = [marked(folder / "a.json", 0, 40), marked(folder / "b.json", 30, 40)]
    rest = ("--format", "stocktwits", "--scorer", "finance")
    answers = [naysay("evaluate", *paths, *rest) for paths in (files, [folder], [folder / "*.json"])]
    assert answers[0] == answers[1] == answers[2]
    assert "80 of 80 rows in 2 files" in answers[0][1]
    assert "Left out: 10 that are another copy of a post" in answers[0][1]


def test_what_is_left_out_is_said_in_words(naysay: Run, tmp_path: Path) -> None:
    path = marked(tmp_path / "page.json", 0, 25)
    page = json.loads(path.read_text(encoding="utf-8"))
    page["messages"][0]["entities"] = None
    page["messages"][1]["body"] = ""
    page["messages"][2]["created_at"] = None
    path.write_text(json.dumps(page), encoding="utf-8")
    out = naysay("evaluate", path, "--format", "stocktwits")[1]
    assert (
        "Left out: 1 without a mark; 1 no posts by design (nothing written 1); 1 unreadable (no time 1)"
        in out
    )


def test_more_unreadable_rows_than_a_run_allows_are_refused(naysay: Run, tmp_path: Path) -> None:
    """Of 41 rows one is no post by design; 2 of 40 are .05, which is allowed, and 3 are not."""
    path = marked(tmp_path / "page.json", 0, 41)
    page = json.loads(path.read_text(encoding="utf-8"))
    page["messages"][1]["body"] = ""
    page["messages"][2]["created_at"] = None
    page["messages"][3]["id"] = None
    path.write_text(json.dumps(page), encoding="utf-8")
    assert naysay("evaluate", path, "--format", "stocktwits", "--scorer", "finance")[0] == 0
    page["messages"][4]["created_at"] = None
    path.write_text(json.dumps(page), encoding="utf-8")
    code, out, err = naysay("evaluate", path, "--format", "stocktwits")
    assert (code, out) == (1, "")
    said = " ".join(err.split())
    assert "3 of 40 rows unreadable in page.json: no time 2, no id 1" in said
    assert "a share of at most 0.05" in said


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("page.json", "--format", "twitter"), "a format whose writers mark their posts: "),
        (("page.json", "--format", "absent"), "stocktwits"),
        (("page.json", "--format", "stocktwits", "--scorer", "given"), "score nothing themselves"),
        (("page.json", "--format", "stocktwits", "--scorer", "oracle"), "finance"),
        (("page.json", "--format", "stocktwits", "--score-column", "tone"), "Leave --score-column out"),
        (("study.toml", "--format", "stocktwits"), "Name these files instead of the study"),
        (("page.json", "page.json"), "say with --format what posts these are"),
        (("absent.json", "--format", "stocktwits"), "absent.json"),
        (("empty", "--format", "stocktwits"), "a folder without files"),
    ],
)
def test_what_cannot_be_used_says_what_to_do(
    naysay: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], said: str
) -> None:
    marked(tmp_path / "page.json", 0, 10)
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path)
    code, out, err = naysay("evaluate", *options)
    assert (code, out) == (1, "")
    assert said in " ".join(err.split())


def of_marks(small: Path, other: bool) -> Path:
    """The small study on messages of StockTwits, all marked Bearish or, if ``other``, most Bullish."""
    posts = pd.read_csv(small / "data" / "posts.csv")
    with (small / "data" / "posts.jsonl").open("w", encoding="utf-8") as file:
        for number, post in enumerate(posts.itertuples()):
            mark = "Bullish" if other and number % 9 else "Bearish"
            message = {
                "id": post.id,
                "body": post.text,
                "created_at": post.posted_at,
                "symbols": [{"symbol": post.company}],
                "entities": {"sentiment": {"basic": mark}},
            }
            file.write(json.dumps(message) + "\n")
    study = small / "analysis" / "small.toml"
    text = study.read_text().replace('format = "table"', 'format = "stocktwits"')
    study.write_text(text.replace("posts.csv", "posts.jsonl"))
    return study


def test_no_run_reads_marks(naysay: Run, small_files: Path, tmp_path: Path) -> None:
    """Two files that differ in marks alone give the same bytes in each table: none holds a file's hash."""
    tables = []
    for name, other in (("one", False), ("other", True)):
        small = Path(shutil.copytree(small_files, tmp_path / name))
        code, _, err = naysay("run", of_marks(small, other), "--out", small / "run", "--workers", 1)
        assert code == 0, err
        tables.append({path.name: path.read_bytes() for path in sorted((small / "run" / "tables").iterdir())})
    one, other_tables = tables
    assert one.keys() == other_tables.keys()
    assert [name for name in one if one[name] != other_tables[name]] == []
    daily = pd.read_csv(tmp_path / "one" / "run" / "tables" / "daily.csv")
    assert daily["n_posts"].sum() > 0
