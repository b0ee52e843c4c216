"""What a study may say of daily measures. Expected values: by hand, from docs/formats/daily.md."""

from __future__ import annotations

from typing import Any

import pytest

from naysay.run.parts import study_type
from naysay.study.errors import StudyError
from naysay.study.file import study_of
from naysay.study.spec import Study

CHATTER = {"path": "data/daily/*.csv", "higher": "positive"}
POSTS = {"format": "table", "path": "data/posts.csv"}


def study(chatter: dict[str, Any] | None = None, **sections: Any) -> Study:
    content = {
        "study": {"name": "daily", "start": "2024-01-02", "end": "2024-02-29"},
        "company": [{"ticker": "AAA"}],
        **({} if chatter is None else {"chatter": chatter}),
        **sections,
    }
    return study_of(content, study_type(), source="study.toml")


def fields(chatter: dict[str, Any] | None = None, **sections: Any) -> list[str]:
    with pytest.raises(StudyError) as caught:
        study(chatter, **sections)
    return [fault.field for fault in caught.value.faults]


def test_a_path_stands_in_for_posts() -> None:
    read = study(CHATTER)
    assert not read.has_posts
    assert read.posts.path == ""
    assert read.chatter.measure == "own"
    assert read.chatter.dates == "day"
    assert "themes" not in read.study.methods
    assert read.event_study.trigger == "absolute"  # type: ignore[attr-defined]
    assert study(posts=POSTS).has_posts


def test_a_study_of_measures_is_read_again_from_what_it_says() -> None:
    """A sweep makes its cells so."""
    read = study(CHATTER)
    for content in (read.model_dump(), read.model_dump(exclude_unset=True), read.model_dump(mode="json")):
        assert study_type().model_validate(content) == read


def test_posts_or_measures_and_not_both_or_neither() -> None:
    assert fields(CHATTER, posts=POSTS) == ["chatter.path"]
    assert fields() == ["posts"]


def test_the_sign_has_no_default() -> None:
    assert fields({"path": "data/daily.csv"}) == ["chatter.higher"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("measure", "mean_score"),
        ("negative_below", -0.2),
        ("weight", "shared"),
        ("same_text", "once"),
        ("author_posts", 3),
        ("bot_posts", 3),
        ("cutoff", 30),
        ("min_posts", 2),
    ],
)
def test_keys_of_posts_are_refused(key: str, value: object) -> None:
    assert fields({**CHATTER, key: value}) == [f"chatter.{key}"]


@pytest.mark.parametrize(
    ("key", "value"),
    [("higher", "positive"), ("dates", "session"), ("timezone", "Asia/Tokyo"), ("measure", "own")],
)
def test_keys_of_files_need_the_path(key: str, value: object) -> None:
    assert fields({key: value}, posts=POSTS) == [f"chatter.{key}"]


def test_what_only_posts_have_is_refused() -> None:
    assert fields(CHATTER, event_study={"trigger": "surprise"}) == ["event_study.trigger"]
    assert fields(CHATTER, event_study={"surge": 2.0}) == ["event_study.surge"]
    assert fields(CHATTER, robustness={"scorers": ["vader"]}) == ["robustness.scorers"]
    assert fields(CHATTER, sentiment={"labelled": "data/x.tsv"}) == ["sentiment.labelled"]
