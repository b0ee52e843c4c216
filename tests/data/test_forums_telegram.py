"""Exports of Telegram Desktop. Expected values: by hand, from files as Telegram Desktop writes them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from naysay.data.forgotten import KeyedNames, Name, keyed_hash, without_forgotten
from naysay.data.forums import Batch, Forum, Post, RecordForum, RefusedError, SkippedError, forum
from naysay.data.witness import Witness
from naysay.study.errors import DataError, DataWarning
from naysay.study.spec import PostOptions

FILES = Path(__file__).resolve().parents[1] / "forum_files" / "telegram"
OPTIONS = PostOptions(format="telegram", path="x")
THREE_PM = 1614610800
"""15:00 on 1 March 2021 in UTC."""


def message(**more: Any) -> dict[str, Any]:
    return {"id": 2, "type": "message", "date_unixtime": str(THREE_PM), "text": "bad", **more}


def post(options: PostOptions = OPTIONS, **more: Any) -> Post:
    telegram = forum("telegram")
    assert isinstance(telegram, RecordForum)
    return telegram.post(message(**more), options)


def read(path: Path, options: PostOptions = OPTIONS, form: Forum | None = None, size: int = 1 << 22) -> Batch:
    """All rows of a file that is cut into chunks of ``size`` bytes."""
    whole, form = Batch(), form or forum("telegram")
    with Witness(path) as file:
        for chunk in form.chunks(path, options, file, size):
            for batch in form.parse(chunk, options):
                whole.post_id += batch.post_id
                whole.posted_at += batch.posted_at
                whole.forum += batch.forum
                whole.refused += batch.refused
                for cause, rows in batch.skipped.items():
                    whole.skipped[cause] = whole.skipped.get(cause, 0) + rows
    return whole


def written(path: Path, content: object) -> Path:
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bad", "bad"),
        (["bad"], "bad"),
        (["a ", {"type": "bold", "text": "bad"}, " day"], "a bad day"),
        (["a", {"type": "bold"}, 7, {"text": 7}, "b"], "ab"),
    ],
)
def test_its_text_is_all_its_parts(text: object, expected: str) -> None:
    assert post(text=text).text == expected


@pytest.mark.parametrize(
    "more", [{"photo": "x"}, {"media_type": "sticker"}, {"poll": {"question": "up?"}}, {"file": "x.pdf"}]
)
@pytest.mark.parametrize("text", ["", " ", [], [{"type": "bold", "text": ""}]])
def test_a_picture_or_a_poll_without_words_is_nothing_written(more: dict[str, Any], text: object) -> None:
    with pytest.raises(SkippedError, match=r"^nothing_written$"):
        post(text=text, **more)
    assert post(**more).text == "bad"


@pytest.mark.parametrize("text", ["", [], None, 7, {}])
def test_a_message_without_a_text_and_without_media_is_refused(text: object) -> None:
    with pytest.raises(RefusedError, match=r"^no_text$"):
        post(text=text)


def test_what_the_program_says_is_a_service_message() -> None:
    with pytest.raises(SkippedError, match=r"^service_message$"):
        post(type="service", action="join_group_by_link", text="")


@pytest.mark.parametrize(
    ("more", "author"),
    [
        ({"from": "Ida", "from_id": "user51"}, "user51"),
        ({"from": "Ida", "from_id": 51}, "51"),
        ({"from": "Ida"}, "Ida"),
        ({"from": None, "from_id": "user51"}, ""),
        ({}, ""),
    ],
)
def test_its_author(more: dict[str, Any], author: str) -> None:
    assert post(**more).author == author


@pytest.mark.parametrize(
    ("more", "repeats"),
    [
        ({}, False),
        ({"forwarded_from": "Bo"}, True),
        ({"forwarded_from": None}, True),
        ({"edited": "2021-03-01T09:00:00"}, False),
    ],
)
def test_a_forwarded_message_repeats_another(more: dict[str, Any], repeats: bool) -> None:
    assert post(**more).repeats is repeats


def test_the_local_time_of_the_export_counts_only_where_it_is_alone() -> None:
    """16:00 in Berlin in March is 15:00 in UTC."""
    berlin = PostOptions(format="telegram", path="x", timezone="Europe/Berlin")
    assert post(berlin, date="2021-03-01T09:00:00").posted_at == THREE_PM * 10**9
    assert post(berlin, date="2021-03-01T16:00:00", date_unixtime=None).posted_at == THREE_PM * 10**9
    assert post(date="x", date_unixtime=THREE_PM).posted_at == THREE_PM * 10**9


@pytest.mark.parametrize(
    ("more", "later"),
    [
        ({"edited": "2021-03-01T09:00:00", "edited_unixtime": str(THREE_PM + 300)}, 300),
        ({"edited": "2021-03-01T15:10:00"}, 600),
        ({"edited_unixtime": THREE_PM - 300}, 0),
        ({"edited": "1970-01-01T01:00:00"}, 0),
        ({"edited": "1970-01-01T01:00:00", "edited_unixtime": "0"}, 0),
    ],
)
def test_an_edited_message_is_known_from_its_edit_on(more: dict[str, Any], later: int) -> None:
    """THREE_PM is 15:00 in UTC; older exports have the year 1970 where nothing was edited."""
    assert post(**more).posted_at == (THREE_PM + later) * 10**9


def test_an_edit_at_a_time_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(RefusedError, match=r"^time_unreadable$"):
        post(edited="x")


@pytest.mark.parametrize(
    ("seconds", "reason"),
    [
        ("soon", "time_unreadable"),
        ("-5", "time_unreadable"),
        ("١٦١٤٦١٠٨٠٠", "time_unreadable"),
        (True, "time_unreadable"),
        (1.5, "time_unreadable"),
        ("5", "time_out_of_range"),
        ("9" * 5_000, "time_out_of_range"),
    ],
)
def test_a_time_that_is_none(seconds: object, reason: str) -> None:
    with pytest.raises(RefusedError, match=f"^{reason}$"):
        post(date="2021-03-01T16:00:00", date_unixtime=seconds)


def test_local_times_alone_warn_unless_the_study_says_the_zone(tmp_path: Path) -> None:
    old = {"id": 1, "name": "Eins", "messages": [{"id": 2, "date": "2021-03-01T16:00:00", "text": "bad"}]}
    path = written(tmp_path / "result.json", old)
    with pytest.warns(DataWarning, match="zone"):
        assert read(path).posted_at == [(THREE_PM + 3_600) * 10**9]
    berlin = PostOptions(format="telegram", path="x", timezone="Europe/Berlin")
    assert read(path, berlin).posted_at == [THREE_PM * 10**9]


@pytest.mark.parametrize("size", [1, 200, 1 << 22])
def test_messages_of_several_chats_are_apart(size: int) -> None:
    account = read(FILES / "account.json", size=size)
    assert account.post_id == ["1/2", "3/2", "4/2"]
    assert account.forum == ["Eins", "", "Vier"]


def test_a_chat_whose_name_stands_behind_its_messages_is_known(tmp_path: Path) -> None:
    one, two = (
        {"messages": [message(id=n)], "type": "public_channel", "id": n, "name": f"chat {n}"} for n in (1, 2)
    )
    path = written(tmp_path / "result.json", {"chats": {"list": [one, two]}})
    assert (read(path).post_id, read(path).forum) == (["1/1", "2/2"], ["chat 1", "chat 2"])


def test_what_is_no_message_is_refused_in_its_place(tmp_path: Path) -> None:
    chat = {"id": 1, "name": "Eins", "messages": [{}, 7, message(), [], message(id=None)]}
    found = read(written(tmp_path / "result.json", chat))
    assert [(row.line, row.reason) for row in found.refused] == [
        (1, "no_id"), (2, "not_an_object"), (4, "not_an_object"), (5, "no_id"),
    ]  # fmt: skip
    assert found.post_id == ["1/2"]


def test_an_export_that_is_cut_off_gives_what_was_before(tmp_path: Path) -> None:
    chat = json.dumps({"id": 1, "name": "Eins", "messages": [message(), message(id=3)]})
    path = tmp_path / "result.json"
    path.write_text(chat[:-20], encoding="utf-8")
    with pytest.warns(DataWarning):
        found = read(path)
    assert (found.post_id, [row.reason for row in found.refused]) == (["1/2"], ["not_json"])


@pytest.mark.parametrize(
    ("content", "mend"),
    [
        ("<!DOCTYPE html>\n<html><head></head></html>", "choose machine-readable JSON"),
        ('{"about": "x", "contacts": {"list": [{"id": 1}]}}', "Name result.json"),
    ],
)
def test_a_file_without_messages_says_what_to_do(tmp_path: Path, content: str, mend: str) -> None:
    path = tmp_path / "messages.html"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match=mend):
        read(path)


def ids_without(name: Name, path: Path) -> list[str]:
    key = b"k" * 32
    hashes = frozenset({keyed_hash(key, name)})
    authors, posts = (hashes if name.kind == kind else frozenset[bytes]() for kind in ("author", "post"))
    lists = [KeyedNames(key, authors, posts)]
    return read(path, form=without_forgotten(forum("telegram"), lists)).post_id


@pytest.mark.parametrize(
    ("name", "left"),
    [
        (Name("author", "user51"), []),
        (Name("author", "Ida"), ["1555/7"]),
        (Name("author", "Börse & mehr"), ["1555/2", "1555/3", "1555/7"]),
        (Name("post", "1555/3"), ["1555/2", "1555/4", "1555/7"]),
        (Name("post", "3"), ["1555/2", "1555/3", "1555/4", "1555/7"]),
    ],
)
def test_whoever_is_forgotten_is_so_by_number_name_and_forwarded_name(name: Name, left: list[str]) -> None:
    assert ids_without(name, FILES / "result.json") == left


def test_a_message_knows_its_format() -> None:
    content = json.loads((FILES / "result.json").read_text(encoding="utf-8"))
    telegram = forum("telegram")
    assert all(telegram.recognises(fields) for fields in (content, *content["messages"]))
    assert not telegram.recognises({"id": 1, "type": "message", "date": "2021-03-01", "text": "x"})
