"""Labelled posts and lists of words: messages tell what is wrong with a file and never what is in it.

Expected values: written by hand next to each file.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest

from naysay.data.labelled import LabelledPosts, read_labelled
from naysay.data.scorers import lexicon_words, scorer
from naysay.study.errors import DataError

SAID = "sell everything now"


def written(folder: Path, content: str | bytes) -> Path:
    path = folder / "file.tsv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_labels_that_are_sentences_are_counted_and_not_told(tmp_path: Path) -> None:
    lines = ["label\ttext", "negative\ta", f"{SAID}\tb", "mixed\tc", "@anna_b\td", "12345678\te", "2\tf"]
    assert read_labelled(written(tmp_path, "\n".join(lines))).others == {"other": 4, '"2"': 1}


def test_a_first_line_that_is_a_post_is_not_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="3 columns, none of them named so") as caught:
        read_labelled(written(tmp_path, f"negative\t{SAID}\t@anna_b\n"))
    assert "sell" not in str(caught.value)
    assert "anna" not in str(caught.value)


@pytest.mark.parametrize(
    "day", ["0001-01-01", "9999-12-31", "1677-09-21", "2262-04-12", "2024-99-99", "٢٠٢٤-٠١-٠٢"]
)
def test_a_day_of_any_year_is_no_fault(tmp_path: Path, day: str) -> None:
    posts = read_labelled(written(tmp_path, f"label\ttext\tgroup\tdate\nnegative\ta\tX\t{day}\n"))
    assert posts.labels == (-1,)


def test_the_hash_is_that_of_the_bytes_and_rows_count_those_left_out(tmp_path: Path) -> None:
    content = b"\xef\xbb\xbflabel\ttext\r\nnegative\ta\r\nirony\tb\r\n"
    posts = read_labelled(written(tmp_path, content))
    assert (posts.labels, posts.rows, posts.sha256) == ((-1,), 2, hashlib.sha256(content).hexdigest())


def test_stored_scores_are_those_of_a_run_and_missing_where_nothing_could_be_scored(tmp_path: Path) -> None:
    """The scorer auto has no score for other languages; .6588 is what vaderSentiment gives."""
    posts = read_labelled(
        written(tmp_path, "label\ttext\n1\tWhat a great quarter!\n1\tWhat a great quarter!\n")
    )
    assert posts.stored_scores(scorer("vader")).tolist() == [0.6588, 0.6588]
    russian = "Сегодня на бирже был очень тяжёлый день, и никто не знает, что будет завтра"
    posts = read_labelled(written(tmp_path, f"label\ttext\n-1\t{russian}\n"))
    assert np.isnan(posts.stored_scores(scorer("auto"))).tolist() == [True]


def test_errors_name_the_key_of_the_study_and_a_name_that_is_no_utf8_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "own\udcff.tsv"
    path.write_text("label\tsaid\n")
    with pytest.raises(DataError, match=r"sentiment\.labelled") as caught:
        read_labelled(path, "sentiment.labelled")
    assert "own\ufffd.tsv" in str(caught.value)


def test_own_scores_are_read_in_any_case_of_the_columns_name_and_an_empty_cell_has_none(
    tmp_path: Path,
) -> None:
    content = "label\ttext\tTone\n-1\ta\tnegativ\n1\tb\t \nirony\tc\t1\n0\td\t-0,5\n"
    posts = read_labelled(written(tmp_path, content), score_column="TONE")
    assert posts.has_own_scores
    np.testing.assert_array_equal(posts.scores(scorer("given")), [-1, np.nan, -0.5])
    assert not read_labelled(written(tmp_path, content), score_column="mood").has_own_scores


def test_only_where_labels_are_not_needed_may_they_be_missing(tmp_path: Path) -> None:
    path = written(tmp_path, "text\ttone\na\tpositiv\n")
    with pytest.raises(DataError, match="Name the columns label and text"):
        read_labelled(path, score_column="tone")
    posts = read_labelled(path, score_column="tone", needs_labels=False)
    assert (posts.labels, posts.rows) == ((), 1)


def test_own_scores_that_a_file_lacks_are_refused_under_its_key(tmp_path: Path) -> None:
    posts = read_labelled(written(tmp_path, "label\ttext\n1\ta\n"), score_column="tone")
    with pytest.raises(DataError, match=r"^sentiment\.labelled: got \"no column tone\""):
        posts.stored_scores(scorer("given"), "sentiment.labelled")


@pytest.mark.parametrize("path", ["/dev/zero", "/", "/" + "a" * 5_000, "/a\0b", "/\udcff"])
@pytest.mark.parametrize("read", [read_labelled, lexicon_words])
def test_what_is_no_file_is_refused(read: object, path: str) -> None:
    assert callable(read)
    with pytest.raises(DataError) as caught:
        read(Path(path))
    assert str(caught.value).isprintable()


@pytest.mark.parametrize("line", [SAID, f"{SAID}\tmuch", f"{SAID}\t5", f"{'a' * 101}\t1", "\t1"])
def test_a_line_that_is_no_word_is_not_told(tmp_path: Path, line: str) -> None:
    with pytest.raises(DataError, match="line 2") as caught:
        lexicon_words(written(tmp_path, f"good\t1\n{line}\n"))
    assert "everything" not in str(caught.value)
    assert "a" * 20 not in str(caught.value)


def read_lines(tmp_path: Path, *lines: str, header: str = "label\ttext\tgroup\tdate") -> LabelledPosts:
    path = tmp_path / "posts.tsv"
    path.write_text("\n".join([header, *lines]), encoding="utf-8")
    return read_labelled(path)


def test_labels_are_read_in_any_case_and_both_languages(tmp_path: Path) -> None:
    said = ["Negative", " POSITIVE ", "neutral", "negativ", "Positiv", "-1", "0", "1"]
    found = read_lines(tmp_path, *(f"{label}\tx\tg\t2024-01-02" for label in said))
    assert found.labels == (-1, 1, 0, -1, 1, -1, 0, 1)


def test_posts_of_one_week_run_from_monday_to_sunday_in_their_group(tmp_path: Path) -> None:
    days = ["2024-01-01", "2024-01-07", "2024-01-08"]
    weeks = read_lines(tmp_path, *(f"1\tx\tA\t{day}" for day in days), "1\tx\tB\t2024-01-01").weeks
    assert weeks[0] == weeks[1]
    assert len(set(weeks)) == 3
    unknown = read_lines(tmp_path, "1\tx\t\t2024-01-01", "1\tx\tA\t1.1.2024", "1\tx\tA\t").weeks
    assert unknown == ("", "", "")


@pytest.mark.parametrize(("different", "told"), [(8, 8), (9, 1)])
def test_more_than_eight_other_labels_are_told_as_one(tmp_path: Path, different: int, told: int) -> None:
    lines = [f"{number}\tx\tA\t2024-01-01" for number in range(2, 2 + different)]
    others = read_lines(tmp_path, "1\tx\tA\t2024-01-01", *lines, lines[0]).others
    assert (len(others), sum(others.values())) == (told, different + 1)


def test_the_line_of_a_row_of_another_length_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="3 columns in line 3"):
        read_lines(tmp_path, "1\tx\tA\t2024-01-01", "1\tx\tA")


def test_lines_of_white_space_are_no_posts(tmp_path: Path) -> None:
    assert read_lines(tmp_path, "1\tx\tA\t2024-01-01", "", "\t \t\t", " ").labels == (1,)
