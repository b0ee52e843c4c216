"""Every file of tests/forum_files holds what its expected.toml says, whole, cut, packed or damaged.

Expected values: by hand, in these files. benchmarks/_forum_fixtures.py says what they may have.
"""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
import zstandard
from benchmarks._forum_batches import MARKS, VALUES, rows_of
from benchmarks._forum_fixtures import EXPECTED, FOLDER, KEYS, Fixture, fixtures, unpacked
from tests.contracts.forum_studies import posts_in, rows_in

from naysay.data.forums import forum
from naysay.reports.words import phrases
from naysay.study.parts import names

FORMS: Final = names("naysay.data.forums")
ALL: Final = [one for name in FORMS for one in fixtures(name)]
ONE_FILE: Final = [one for one in ALL if not one.is_set]
PACK: Final[dict[str, Callable[[bytes], bytes]]] = {
    "": bytes,
    ".gz": gzip.compress,
    ".zst": zstandard.compress,
}
pytestmark = pytest.mark.filterwarnings("ignore::naysay.study.errors.DataWarning")


def plain_name(one: Fixture) -> str:
    """The file's name without the ending of its packing."""
    return one.path.name.removesuffix(".gz").removesuffix(".zst")


@pytest.mark.parametrize("name", FORMS)
def test_each_format_has_files_in_two_shapes_or_more(name: str) -> None:
    there = {path.name for path in (FOLDER / name).iterdir()} if (FOLDER / name).is_dir() else set()
    assert there - {EXPECTED} == {one.path.name for one in fixtures(name)}
    assert len(fixtures(name)) >= 2, f"add files to tests/forum_files/{name}"


@pytest.mark.parametrize("one", ALL, ids=str)
def test_what_is_expected_is_written_in_known_keys(one: Fixture) -> None:
    assert set(one.expected) <= KEYS
    assert all({"id"} <= set(post) <= {*VALUES, "score"} for post in one.posts())
    assert len(one.posts()) <= one.expected["posts"]


@pytest.mark.parametrize("one", ALL, ids=str)
def test_a_file_holds_what_is_expected(one: Fixture) -> None:
    rows = rows_in(one)
    assert (rows.counts(), rows.error) == (one.counts(), "")
    rest = iter(rows.posts())
    for post in one.posts():
        assert any({key: other.get(key) for key in post} == post for other in rest), (post, rows.posts())


@pytest.mark.parametrize("one", ALL, ids=str)
def test_every_cause_has_words(one: Fixture) -> None:
    """In English; tests/reports/test_words.py holds that other languages have the same."""
    causes = {cause for part in ("skipped", "refused") for cause in rows_in(one).counts()[part]}
    assert {f"cause.{cause}" for cause in causes} - set(phrases("en")) == set()


@pytest.mark.parametrize("one", ALL, ids=str)
def test_batches_keep_their_promises(one: Fixture) -> None:
    collecting = forum(one.form).with_marks().with_further_names()
    rows = rows_of(collecting, one.files(), one.options)
    assert rows.fault() == ""
    assert len(rows.column("further_names")) in (0, len(rows.posts()))
    assert len(rows.column("marks")) == (len(rows.posts()) if collecting.has_marks else 0)


@pytest.mark.parametrize("one", ALL, ids=str)
def test_marks_are_collected_only_when_they_are_asked_for(one: Fixture) -> None:
    plain = rows_of(forum(one.form), one.files(), one.options)
    assert plain.column("marks") == []
    marked = rows_in(one).posts()
    assert {post.pop("mark", "") for post in marked} <= MARKS
    assert plain.posts() == marked


@pytest.mark.parametrize("one", ALL, ids=str)
@pytest.mark.parametrize("size", [1, 60, 300, 1000])
def test_a_file_that_is_cut_gives_the_same(one: Fixture, size: int) -> None:
    assert rows_in(one, size=size).columns() == rows_in(one).columns()


@pytest.mark.parametrize("one", ONE_FILE, ids=str)
@pytest.mark.parametrize("suffix", PACK)
def test_a_file_gives_the_same_however_it_is_packed(one: Fixture, suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"{plain_name(one)}{suffix}"
    path.write_bytes(PACK[suffix](unpacked(one.path)))
    assert rows_in(one, path).columns() == rows_in(one).columns()
    assert rows_in(one, path, size=60).columns() == rows_in(one).columns()


@pytest.mark.parametrize("one", ONE_FILE, ids=str)
@pytest.mark.parametrize("suffix", [".gz", ".zst"])
def test_a_damaged_archive_gives_all_before_the_damage(one: Fixture, suffix: str, tmp_path: Path) -> None:
    """Seven archives one behind another, the last of which is cut off: what six hold is there."""
    content = unpacked(one.path)
    step = len(content) // 7 + 1
    parts = [content[start : start + step] for start in range(0, len(content), step)]
    path, before = tmp_path / f"{plain_name(one)}{suffix}", tmp_path / f"before-{plain_name(one)}"
    path.write_bytes(b"".join(PACK[suffix](part) for part in parts)[:-5])
    before.write_bytes(b"".join(parts[:-1]))
    damaged, whole = rows_in(one, path).column("post_id"), rows_in(one).column("post_id")
    least = rows_in(one, before).column("post_id")[:-1]  # the last row may be one that is cut off
    assert damaged[: len(least)] == least == whole[: len(least)]
    assert rows_in(one, path).counts()["refused"] != {} or damaged == whole


@pytest.mark.parametrize("one", ALL, ids=str)
def test_a_study_counts_each_row_once(one: Fixture, tmp_path: Path) -> None:
    """Rows that a file skips are among those filtered, and those that it refuses are those quarantined."""
    posts, kept = posts_in(one, tmp_path)
    counts = one.counts()
    stages = {stage: posts.rows(stage) for stage in ("kept", "quarantined", "duplicate", "filtered")}
    assert posts.rows("rows_in") == sum(stages.values())
    assert stages["kept"] == len(kept)
    assert stages["quarantined"] == sum(counts["refused"].values())
    assert {cause: posts.rows("filtered", cause) for cause in counts["skipped"]} == counts["skipped"]
    rows = counts["posts"] + sum(counts["refused"].values()) + sum(counts["skipped"].values())
    assert sum(file.rows for file in posts.files) == rows


@pytest.mark.parametrize("one", ALL, ids=str)
def test_the_posts_of_a_study_have_unique_keys_and_the_sessions_of_their_instants(
    one: Fixture, tmp_path: Path
) -> None:
    """Each instant is the last of a session of its own, so sessions are in the order of the instants."""
    _, kept = posts_in(one, tmp_path)
    keys = Counter((post["company"], post["post_id"]) for post in kept)
    assert set(keys.values()) <= {1}
    instants = sorted({post["at"] for post in rows_in(one).posts()})
    assert [instants.index(post["posted_at"]) for post in kept] == [post["session"] for post in kept]


@pytest.mark.parametrize("one", ALL, ids=str)
def test_two_files_of_the_same_posts_count_once(one: Fixture, tmp_path: Path) -> None:
    (once, kept), (twice, again) = (posts_in(one, tmp_path / str(n), copies=n) for n in (1, 2))
    assert again == kept
    assert twice.rows("rows_in") == 2 * once.rows("rows_in")
    assert twice.rows("duplicate") == 2 * once.rows("duplicate") + len(kept)
