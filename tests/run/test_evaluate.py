"""Scorers on a user's own labelled posts.

Expected values: what ``scorer_quality`` gives for the same posts, and files that cannot be used.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

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
        (b"label\ttext\nnegative\n", "columns in line 2"),
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
