"""What `check` says of posts of which it reads a part. Expected values: rows written and counted here."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.run.changes import change

from naysay.data import excerpts

Run = Callable[..., tuple[int, str, str]]
HEAD = "id,posted_at,text,company\n"


@pytest.fixture
def small_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """Heads and tails of about a hundred rows."""
    monkeypatch.setattr(excerpts, "LEAST_LINES", 0)
    monkeypatch.setattr(excerpts, "WHOLE", 10_000)
    monkeypatch.setattr(excerpts, "EACH", 8_000)
    monkeypatch.setattr(excerpts, "LEAST_EACH", 8_000)
    monkeypatch.setattr(excerpts, "AT_ONCE", 500)


def rows(first: int, n: int, time: str = "2024-03-{day:02}T{hour:02}:{minute:02}:07Z") -> str:
    """Rows of about sixty bytes, at times of day that differ."""
    numbers = range(first, first + n)
    times = (time.format(day=1 + one % 28, hour=one % 23, minute=one % 59) for one in numbers)
    return "".join(f"p{one},{at},a plain text,SIM1\n" for one, at in zip(numbers, times, strict=True))


def checked(naysay: Run, small: Path, text: str) -> tuple[int, str, str]:
    (small / "data" / "posts.csv").write_text(HEAD + text)
    return naysay("check", small / "analysis" / "small.toml")


@pytest.mark.usefixtures("small_ends")
def test_it_says_how_many_rows_it_has_read(naysay: Run, small: Path) -> None:
    code, out, _ = checked(naysay, small, rows(0, 2_000))
    assert code == 0
    assert "looked into the first 1" in out
    assert "rows of 1 file, of about 2,000 rows; a run reads all" in out
    assert "no post read names SIM2" in out


@pytest.mark.usefixtures("small_ends")
def test_what_head_and_tail_have_is_a_fault(naysay: Run, small: Path) -> None:
    code, _, err = checked(naysay, small, rows(0, 2_000, "yesterday"))
    assert code == 1
    assert "posts.max_lost" in err
    assert "time_unreadable at posts.csv:2" in err


@pytest.mark.usefixtures("small_ends")
@pytest.mark.parametrize("bad_first", [True, False])
def test_what_the_head_or_the_tail_alone_has_is_told(naysay: Run, small: Path, bad_first: bool) -> None:
    """A run accepts these: 100 of 3,000 rows are within the 5 % that may be lost."""
    bad, good = rows(0, 100, "yesterday"), rows(100, 2_900)
    code, out, _ = checked(naysay, small, bad + good if bad_first else good + bad)
    assert code == 0
    assert "in some of these rows alone: posts.max_lost" in out
    assert naysay("run", small / "analysis" / "small.toml", "--out", small / "run")[0] == 0


@pytest.mark.usefixtures("small_ends")
def test_midnights_in_head_and_tail_are_a_fault(naysay: Run, small: Path) -> None:
    code, _, err = checked(naysay, small, rows(0, 2_000, "2024-03-{day:02}T00:00:00Z"))
    assert code == 1
    assert "posts.clock" in err
    assert "date_only" in err


@pytest.mark.usefixtures("small_ends")
def test_a_sorted_file_whose_ends_lie_outside_the_study(naysay: Run, small: Path) -> None:
    """The middle may lie within it: no fault."""
    text = rows(0, 500, "2019-03-{day:02}T{hour:02}:{minute:02}:07Z") + rows(500, 1_000)
    code, out, _ = checked(
        naysay, small, text + rows(1_500, 500, "2030-03-{day:02}T{hour:02}:{minute:02}:07Z")
    )
    assert code == 0
    assert "rows not used: outside period (2024-01-02 to 2024-09-30)" in out


@pytest.mark.parametrize(("key", "reads"), [("", "german"), ('scorer = "finance"', "none")])
def test_the_languages_of_the_posts_are_told_with_who_reads_them(
    naysay: Run, small: Path, key: str, reads: str
) -> None:
    german = "Die Zahlen waren schlecht und der Vorstand hat nichts dazu gesagt"
    change(small, "[prices]", f"[sentiment]\n{key}\n[prices]")
    _, out, _ = checked(naysay, small, rows(0, 200).replace("a plain text", german))
    assert f"posts by language: de 100 % (scorer {reads})" in out


def test_words_that_name_no_company_are_told_where_texts_name_them(naysay: Run, small: Path) -> None:
    study = change(small, 'company = "column"', 'company = "text"')
    posts = "".join(
        f"p{n},2024-03-{1 + n:02}T10:{n:02}:07Z,we like $SIM1 and $BAYN and Siemens @Hansemann,SIM1\n"
        for n in range(9)
    )
    (small / "data" / "posts.csv").write_text(HEAD + posts)
    _, out, err = naysay("check", study)
    assert "frequent cashtags that name no company of the study: $BAYN (9)" in out + err
    assert "frequent capitalised names that name no company of the study: Siemens (9)" in out + err
    assert "Hansemann" not in out + err


def test_every_file_that_cannot_be_taken_apart_is_told(naysay: Run, small: Path) -> None:
    folder = small / "data" / "more"
    folder.mkdir()
    for name in ("a", "b", "c"):
        (folder / f"{name}.csv").write_text("one,two\n1,2\n")
    study = change(small, 'path = "data/posts.csv"', 'path = "data/more/*.csv"')
    code, _, err = naysay("check", study)
    assert code == 1
    assert all(f"{name}.csv with 2 columns" in err for name in ("a", "b", "c"))


def test_prices_that_begin_late_are_told_with_a_better_date(naysay: Run, small: Path) -> None:
    """130 sessions of XETR before 2 January 2024 begin on 29 June 2023, counted in a calendar."""
    for path in (small / "data" / "prices").glob("*.csv"):
        head, *lines = path.read_text().splitlines()
        path.write_text("\n".join([head, *(line for line in lines if line >= "2023-12-01")]) + "\n")
    code, out, _ = naysay("check", small / "analysis" / "small.toml")
    assert code == 0
    assert "begin on 2023-12-01, 19 sessions before the study" in out
    assert "better from 2023-06-29 on" in out


def test_nothing_is_left_behind(
    naysay: Run, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(place))
    assert naysay("check", small / "analysis" / "small.toml")[0] == 0
    assert list(place.iterdir()) == []


def test_an_archive_that_is_too_large_to_be_read_here_is_told_as_not_looked_into(
    naysay: Run, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its three files cannot be read one without the other."""
    monkeypatch.setattr(excerpts, "WHOLE", 100)
    packed = Path(__file__).parents[1] / "forum_files" / "stocktwits_archive" / "packed"
    shutil.copytree(packed, small / "data" / "archive")
    change(small, 'format = "table"', 'format = "stocktwits_archive"')
    change(small, "data/posts.csv", "data/archive/*/*")
    said = " ".join(naysay("check", small / "analysis" / "small.toml")[1].split())
    assert "did not look into the posts: 3 files of about " in said
    assert "in stocktwits_archive, which can only be read together; a run reads all" in said
