"""Posts and comments of Lemmy. Expected values: by hand, from the views that each test writes out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from naysay.data.forums import Batch, FurtherNames, RefusedError, SkippedError, forum
from naysay.data.forums._records import RecordForum
from naysay.study.spec import PostOptions

OPTIONS = PostOptions(format="lemmy", path="x", company="text")
AT = 1_709_283_600 * 10**9
"""1 March 2024, 09:00 in UTC."""
CREATOR = {"name": "kater", "actor_id": "https://feddit.example/u/kater"}
COMMUNITY = {"name": "aktien", "actor_id": "https://lemmy.example/c/aktien"}
POST = {
    "id": 7,
    "name": "Es fällt",
    "ap_id": "https://feddit.example/post/7",
    "published": "2024-03-01T09:00:00Z",
}
COMMENT = {
    "id": 7,
    "content": "Ja.",
    "ap_id": "https://lemmy.example/comment/7",
    "published": "2024-03-01T09:00:00Z",
}


def lemmy() -> RecordForum:
    one = forum("lemmy")
    assert isinstance(one, RecordForum)
    return one


def post(**changed: Any) -> dict[str, Any]:
    return {"post": {**POST, **changed}, "creator": CREATOR, "community": COMMUNITY}


def comment(**changed: Any) -> dict[str, Any]:
    return {**post(), "comment": {**COMMENT, **changed}}


def cause_of(view: Mapping[str, Any]) -> str:
    with pytest.raises((RefusedError, SkippedError)) as caught:
        lemmy().post(view, OPTIONS)
    return f"{type(caught.value).__name__} {caught.value}"


def read(folder: Path, content: Any, name: str = "a.json") -> Batch:
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    (batch,) = lemmy().batches(path, OPTIONS)
    return batch


@pytest.mark.parametrize(
    ("published", "at"),
    [
        ("2024-03-01T09:00:00Z", AT),
        ("2024-03-01T09:00:00", AT),
        ("2024-03-01T09:00:00.25", AT + 250_000_000),
        ("2024-03-01T09:00:00.123456789Z", AT + 123_456_000),
        ("2024-03-01T10:00:00+01:00", AT),
    ],
)
def test_a_time_without_a_zone_is_utc(published: str, at: int) -> None:
    abroad = OPTIONS.model_copy(update={"timezone": "America/New_York"})
    assert lemmy().post(post(published=published), abroad).posted_at == at
    assert lemmy().post(post(published=None, published_at=published), abroad).posted_at == at


def test_an_edited_text_is_known_from_its_edit_on() -> None:
    assert lemmy().post(post(updated="2024-03-01T09:00:01"), OPTIONS).posted_at == AT + 10**9
    assert lemmy().post(comment(updated="2024-02-01T09:00:01"), OPTIONS).posted_at == AT


@pytest.mark.parametrize(
    ("view", "text"),
    [
        (post(), "Es fällt"),
        (post(body="Und fällt."), "Es fällt\n\nUnd fällt."),
        (post(body="Es fällt und fällt."), "Es fällt und fällt."),
        (post(body="[removed]"), "Es fällt"),
        (comment(), "Ja."),
        (comment(content="> Es fällt\n\nNein."), "Nein."),
        (comment(content="a &amp; b"), "a &amp; b"),
    ],
)
def test_the_text_is_what_the_author_wrote(view: dict[str, Any], text: str) -> None:
    assert lemmy().post(view, OPTIONS).text == text


@pytest.mark.parametrize(
    ("view", "cause"),
    [
        (post(removed=True), "SkippedError removed"),
        (post(deleted=True), "SkippedError removed"),
        (comment(deleted=True, content=""), "SkippedError removed"),
        (comment(content="*Permanently Deleted*"), "SkippedError removed"),
        (comment(content=""), "RefusedError no_text"),
        (post(published=None), "RefusedError no_time"),
        (post(ap_id=None, id=None), "RefusedError no_id"),
    ],
)
def test_what_is_no_post_has_a_cause(view: dict[str, Any], cause: str) -> None:
    assert cause_of(view) == cause


def test_names_have_their_server() -> None:
    one = lemmy().post(post(), OPTIONS)
    assert (one.author, one.forum) == ("kater@feddit.example", "aktien@lemmy.example")
    other = {**post(), "creator": {"name": "kater", "ap_id": "https://lemmy.example/u/kater"}}
    assert lemmy().post(other, OPTIONS).author == "kater@lemmy.example"
    bare = {**post(), "creator": {"name": "kater", "actor_id": "https://["}}
    assert lemmy().post(bare, OPTIONS).author == "kater"
    tell = lemmy().further_names
    assert tell is not None
    assert tell(post()) == FurtherNames(("https://feddit.example/u/kater",))


def test_a_post_and_a_comment_of_one_number_differ() -> None:
    ids = [lemmy().post(view, OPTIONS).post_id for view in (post(), comment())]
    assert ids == ["https://feddit.example/post/7", "https://lemmy.example/comment/7"]
    without = [lemmy().post(view, OPTIONS).post_id for view in (post(ap_id=None), comment(ap_id=""))]
    assert without == ["post_7", "comment_7"]


ADDRESSES = ["https://lemmy.example/comment/7", "https://feddit.example/post/7"]


def test_both_lists_of_an_answer_are_read(tmp_path: Path) -> None:
    page = {"type_": "All", "comments": [comment()], "posts": [post()], "users": [{"person": CREATOR}]}
    for name in ("a.json", "a.jsonl"):
        batch = read(tmp_path, page, name)
        assert (batch.post_id, batch.refused) == (ADDRESSES, [])
    batch = read(tmp_path, json.dumps(page) + "\n" + json.dumps({"posts": [post(), {"post": 5}]}), "a.jsonl")
    assert batch.post_id == [*ADDRESSES, ADDRESSES[1]]
    assert [row.reason for row in batch.refused] == ["no_id"]


def test_a_page_without_posts_has_no_rows(tmp_path: Path) -> None:
    for name in ("a.json", "a.jsonl"):
        assert read(tmp_path, {"posts": [], "comments": [], "next_page": None}, name).rows == 0


def test_one_post_with_what_surrounds_it(tmp_path: Path) -> None:
    answer = {
        "post_view": post(),
        "community_view": {"community": COMMUNITY},
        "cross_posts": [post(id=8, ap_id="x")],
    }
    for name in ("a.json", "a.jsonl"):
        assert read(tmp_path, answer, name).post_id == [ADDRESSES[1], "x"]


def test_it_tells_its_own_rows() -> None:
    assert lemmy().recognises(post())
    assert lemmy().recognises({"posts": [post()]})
    assert not lemmy().recognises({"posts": [{"post": 1}]})
    assert not lemmy().recognises({"id": 1, "body": "a"})
