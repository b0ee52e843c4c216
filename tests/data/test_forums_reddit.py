"""Submissions and comments of Reddit. Expected values: by hand, from the rows that each test writes out."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import zstandard

from naysay.data.forums import Batch, FurtherNames, RefusedError, SkippedError, forum
from naysay.data.forums._markdown import without_quotations
from naysay.data.forums._records import RecordForum
from naysay.data.forums.base import CHUNK
from naysay.data.witness import Witness
from naysay.study.spec import PostOptions

OPTIONS = PostOptions(format="reddit", path="x", company="text")
AT = 1_611_936_000
"""29 January 2021, 16:00 in UTC."""
COMMENT = {"id": "gl1", "created_utc": AT, "body": "It fell.", "author": "heron", "subreddit": "sharetalk"}
SUBMISSION = {"id": "l7a", "created_utc": AT, "title": "It fell", "selftext": "And fell."}


def reddit() -> RecordForum:
    one = forum("reddit")
    assert isinstance(one, RecordForum)
    return one


def text_of(record: Mapping[str, Any], **changed: Any) -> str:
    return reddit().post({**record, **changed}, OPTIONS).text


def cause_of(record: Mapping[str, Any], **changed: Any) -> str:
    with pytest.raises((RefusedError, SkippedError)) as caught:
        reddit().post({**record, **changed}, OPTIONS)
    return f"{type(caught.value).__name__} {caught.value}"


def read(folder: Path, content: bytes, name: str, of: PostOptions = OPTIONS, size: int = CHUNK) -> Batch:
    """All rows of a file that is cut into chunks of ``size`` bytes."""
    path, whole = folder / name, Batch()
    path.write_bytes(content)
    with Witness(path) as file:
        for chunk in reddit().chunks(path, of, file, size):
            for batch in reddit().parse(chunk, of):
                whole.post_id += batch.post_id
                whole.refused += batch.refused
                whole.skipped = dict(Counter(whole.skipped) + Counter(batch.skipped))
    return whole


@pytest.mark.parametrize(
    ("record", "changed", "post_id"),
    [
        (COMMENT, {}, "t1_gl1"),
        (SUBMISSION, {}, "t3_l7a"),
        (SUBMISSION, {"id": "gl1"}, "t3_gl1"),
        (COMMENT, {"name": "t1_gl2"}, "t1_gl2"),
        (COMMENT, {"name": "heron"}, "t1_gl1"),
        (COMMENT, {"id": "t1_gl1"}, "t1_gl1"),
        (COMMENT, {"id": 42}, "t1_42"),
    ],
)
def test_an_id_says_its_kind(record: dict[str, Any], changed: dict[str, Any], post_id: str) -> None:
    assert reddit().post({**record, **changed}, OPTIONS).post_id == post_id


@pytest.mark.parametrize("seconds", [AT, float(AT), str(AT), f"{AT}.0", f" {AT} "])
def test_the_time_is_in_utc_and_never_the_local_one(seconds: object) -> None:
    record = {**COMMENT, "created_utc": seconds, "created": AT + 28_800}
    assert reddit().post(record, OPTIONS).posted_at == AT * 10**9


@pytest.mark.parametrize(
    ("seconds", "cause"),
    [
        (None, "no_time"),
        ("", "no_time"),
        (True, "time_unreadable"),
        ("yesterday", "time_unreadable"),
        (float("nan"), "time_out_of_range"),
        (10**40, "time_out_of_range"),
        (0, "time_out_of_range"),
    ],
)
def test_a_time_that_is_none_is_refused(seconds: object, cause: str) -> None:
    assert cause_of(COMMENT, created_utc=seconds, created=AT) == f"RefusedError {cause}"


@pytest.mark.parametrize("edited", [AT + 90, float(AT + 90), str(AT + 90)])
def test_an_edited_text_is_known_from_its_edit_on(edited: object) -> None:
    assert reddit().post({**COMMENT, "edited": edited}, OPTIONS).posted_at == (AT + 90) * 10**9


def test_no_edit_makes_a_post_earlier() -> None:
    for edited in (False, None, AT - 90):
        assert reddit().post({**COMMENT, "edited": edited}, OPTIONS).posted_at == AT * 10**9
    assert cause_of(COMMENT, edited=True) == "SkippedError edited_at_unknown_time"


@pytest.mark.parametrize(
    ("changed", "text"),
    [
        ({}, "It fell\n\nAnd fell."),
        ({"selftext": ""}, "It fell"),
        ({"selftext": None}, "It fell"),
        ({"selftext": "[removed]", "removed_by_category": "moderator"}, "It fell"),
        ({"selftext": "It fell again"}, "It fell again"),
        ({"title": "A &amp; B &lt;3"}, "A & B <3\n\nAnd fell."),
        ({"title": "[deleted by user]"}, "And fell."),
    ],
)
def test_a_title_and_a_text_are_one(changed: dict[str, Any], text: str) -> None:
    assert text_of(SUBMISSION, **changed) == text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("A &amp; B", "A & B"),
        ("&amp;lt; is typed", "&lt; is typed"),
        ("&amp;nbsp; and &nbsp;", "&nbsp; and &nbsp;"),
        ("**bold** [a](b)", "**bold** [a](b)"),
        ("&gt; It fell.\n\nNo, it rose.", "No, it rose."),
        ("Before\n\n&gt; It fell.\n&gt; Again.\n\nAfter", "Before\n\nAfter"),
        ("&gt; It fell.", "> It fell."),
        ("&gt;!hidden!&lt; words", ">!hidden!< words"),
        ("&gt;5 % down", ">5 % down"),
        ("a &gt; b", "a > b"),
    ],
)
def test_a_comment_is_what_its_author_wrote(body: str, text: str) -> None:
    assert text_of(COMMENT, body=body) == text


def test_quotations_take_time_that_grows_with_the_text() -> None:
    assert without_quotations("> a\n" * 200_000 + "b") == "b"
    assert without_quotations("\n \t" * 200_000 + "\n>") != ""


@pytest.mark.parametrize(
    ("record", "changed", "cause"),
    [
        (COMMENT, {"body": "[removed]"}, "removed"),
        (COMMENT, {"body": "[deleted]"}, "removed"),
        (COMMENT, {"body": "[ Removed by Reddit ]"}, "removed"),
        (SUBMISSION, {"title": "[deleted by user]", "selftext": "[removed]"}, "removed"),
        (SUBMISSION, {"title": "[deleted by user]", "selftext": ""}, "removed"),
        (SUBMISSION, {"removed_by_category": "automod_filtered"}, "removed"),
        (SUBMISSION, {"removed_by_category": "reddit"}, "removed"),
        (SUBMISSION, {"promoted": True}, "advertisement"),
        (SUBMISSION, {"is_created_from_ads_ui": True}, "advertisement"),
        (COMMENT, {"author": "AutoModerator"}, "service_message"),
        ({"kind": "more", "id": "_", "children": ["gl2"]}, {}, "not_loaded"),
        ({"kind": "t5", "id": "s", "title": "A forum", "created_utc": AT}, {}, "no_post"),
    ],
)
def test_rows_that_are_no_posts_are_skipped(
    record: dict[str, Any], changed: dict[str, Any], cause: str
) -> None:
    assert cause_of(record, **changed) == f"SkippedError {cause}"


def test_a_moderator_is_somebody_and_a_post_is_no_advertisement_for_what_it_is_not() -> None:
    assert text_of(COMMENT, distinguished="moderator", stickied=True) == "It fell."
    assert text_of(SUBMISSION, is_created_from_ads_ui=True, promoted=False) == "It fell\n\nAnd fell."


@pytest.mark.parametrize(("author", "shown"), [("heron", "heron"), ("[deleted]", ""), (None, ""), (5, "")])
def test_an_author_whose_name_is_gone_is_unknown(author: object, shown: str) -> None:
    post = reddit().post({**COMMENT, "author": author}, OPTIONS)
    assert (post.author, post.forum, post.score) == (shown, "sharetalk", None)


def test_a_crosspost_repeats_and_names_whom() -> None:
    parent = {"author": "gull", "author_fullname": "t2_g", "name": "t3_z9"}
    record = {**SUBMISSION, "author_fullname": "t2_k", "crosspost_parent": "t3_z9"}
    assert reddit().post(record, OPTIONS).repeats
    tell = reddit().further_names
    assert tell is not None
    assert tell({**record, "crosspost_parent_list": [parent]}) == FurtherNames(
        ("t2_k", "gull", "t2_g"), ("t3_z9", "t3_z9")
    )


def test_a_company_comes_from_a_key_that_the_study_names() -> None:
    of = OPTIONS.model_copy(update={"columns": OPTIONS.columns.model_copy(update={"company": "ticker"})})
    assert reddit().post({**COMMENT, "ticker": "NWND"}, of).company == "NWND"
    assert reddit().post(COMMENT, of).company == ""


def test_a_dump_with_the_longest_window_is_read(tmp_path: Path) -> None:
    """A frame that says it looks back 2 GiB, as ``zstd --long=31`` writes it: one block, not compressed.

    Its head by RFC 8878: the magic number, a descriptor without any size, and a window of 2**(10 + 21).
    """
    line = json.dumps(COMMENT).encode() + b"\n"
    block = ((len(line) << 3) | 1).to_bytes(3, "little") + line
    frame = b"\x28\xb5\x2f\xfd" + bytes([0, 21 << 3]) + block
    assert zstandard.get_frame_parameters(frame).window_size == 2**31
    with pytest.raises(zstandard.ZstdError):
        zstandard.ZstdDecompressor().decompressobj().decompress(frame)
    assert read(tmp_path, frame, "RC_2021-01.zst").post_id == ["t1_gl1"]


def comment(name: str, **changed: Any) -> dict[str, Any]:
    return {"kind": "t1", "data": {**COMMENT, "id": name, "replies": "", **changed}}


def listing(*children: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "Listing", "data": {"after": None, "children": list(children)}}


MORE = {"kind": "more", "data": {"id": "_", "count": 0, "children": []}}
TREE = comment("a", replies=listing(comment("b", replies=listing(comment("c"), MORE)), comment("d")))
THREAD = [listing({"kind": "t3", "data": SUBMISSION}), listing(TREE, comment("e"))]
IDS = ["t3_l7a", "t1_a", "t1_b", "t1_c", "t1_d", "t1_e"]


@pytest.mark.parametrize("size", [1, 100, CHUNK])
@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
@pytest.mark.parametrize("indent", [None, 1])
def test_replies_within_replies_are_read(tmp_path: Path, size: int, name: str, indent: int | None) -> None:
    whole = read(tmp_path, json.dumps(THREAD, indent=indent).encode(), name, size=size)
    assert (whole.post_id, whole.skipped, whole.refused) == (IDS, {"not_loaded": 1}, [])


def test_threads_stand_on_lines_or_in_a_list(tmp_path: Path) -> None:
    lines = (json.dumps(THREAD) + "\n") * 2
    assert read(tmp_path, lines.encode(), "a.jsonl").post_id == IDS * 2
    assert read(tmp_path, json.dumps([THREAD, THREAD]).encode(), "a.json").post_id == IDS * 2


def test_a_thread_that_is_longer_than_a_row_is_taken_apart(tmp_path: Path) -> None:
    """A tree of 2 MB: 200 comments of 10 kB each within one."""
    long = "long " * 2_000
    tree = comment("a", replies=listing(*(comment(f"r{n}", body=long) for n in range(200))))
    for size in (1, CHUNK):
        whole = read(tmp_path, json.dumps([listing(tree)]).encode(), "a.json", size=size)
        assert whole.post_id == ["t1_a", *(f"t1_r{n}" for n in range(200))]
        assert whole.refused == []


@pytest.mark.parametrize(
    ("content", "ids"),
    [
        ({"kind": "t3", "data": {**SUBMISSION, "crosspost_parent_list": [{**COMMENT}]}}, ["t3_l7a"]),
        ({"data": [COMMENT, SUBMISSION]}, ["t1_gl1", "t3_l7a"]),
        ({"data": [TREE]}, IDS[1:-1]),
        (listing(), []),
        ({"data": []}, []),
        ({"submissions": [SUBMISSION], "answers": {"all": [COMMENT]}}, ["t3_l7a", "t1_gl1"]),
        ({**SUBMISSION, "comments": [COMMENT]}, ["t3_l7a", "t1_gl1"]),
        ({"submission": SUBMISSION, "comments": [COMMENT]}, ["t3_l7a", "t1_gl1"]),
    ],
)  # fmt: skip
def test_all_lists_of_a_page_are_read(tmp_path: Path, content: Any, ids: list[str]) -> None:
    for text in (json.dumps(content), json.dumps(content, indent=1)):
        whole = read(tmp_path, text.encode(), "a.json")
        assert (whole.post_id, whole.refused) == (ids, [])


def test_a_later_page_may_have_a_list_that_the_first_lacks(tmp_path: Path) -> None:
    pages = [{"posts": [SUBMISSION]}, {"posts": [], "comments": [COMMENT]}]
    text = "\n".join(json.dumps(page, indent=1) for page in pages)
    assert read(tmp_path, text.encode(), "a.json").post_id == ["t3_l7a", "t1_gl1"]


def test_nothing_of_a_page_is_dropped(tmp_path: Path) -> None:
    whole = read(tmp_path, json.dumps(listing(TREE, {"kind": "t1", "data": {}}, 5)).encode(), "a.json")  # type: ignore[arg-type]
    assert whole.post_id == IDS[1:-1]
    assert [row.reason for row in whole.refused] == ["no_id", "not_an_object"]


def test_it_tells_its_own_rows() -> None:
    own = {**COMMENT, "parent_id": "t3_l7a"}
    assert reddit().recognises(own)
    assert reddit().recognises({"kind": "t1", "data": own})
    assert reddit().recognises(listing())
    assert not reddit().recognises({"id": "1", "created_at": "x", "body": "a"})
    assert not reddit().recognises({"data": {"children": 5}})
