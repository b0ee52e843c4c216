"""Takes exports of Telegram apart, message by message, however large they are: a chat or a whole account."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final

from naysay.data.forums._heads import warn_of_zone
from naysay.data.forums._json import json_line_chunks, json_records
from naysay.data.forums._json_files import JsonFiles
from naysay.data.forums._json_lists import list_records
from naysay.data.forums._lines import LONGEST_LINE
from naysay.data.forums._records import Record
from naysay.data.forums._table_kinds import kind_of_table
from naysay.data.forums._values import head_of_text, text_blocks, value_chunks
from naysay.data.forums.base import CHUNK, LONGEST_NAME, Chunk
from naysay.data.tables.json_bytes import LONGEST_KEY, BrokenError, JsonBytes
from naysay.data.witness import Witness, shown_name
from naysay.study.errors import DataError
from naysay.study.spec import PostOptions

CHAT: Final = "chat"
"""The key by which a message knows its chat, an object with ``id`` and ``name``; exports have none of it."""
_OF_CHAT: Final = ("id", "name")
_OF_ACCOUNT: Final = ("chats", "left_chats")
_FILES: Final = JsonFiles("telegram", wanted=("date", "text"))

_Chat = dict[str, bytes]
"""``id`` and ``name`` of a chat as they are written, as far as they were read."""
_TakeMessages = Callable[[JsonBytes, _Chat], Iterator[bytes]]


def export_chunks(path: Path, posts: PostOptions, file: Witness, size: int = CHUNK) -> Iterator[Chunk]:
    """The chunks of an export, or of its messages in an array or one a line.

    Raises
    ------
    DataError
        An export as HTML, a table, a file without a list of messages, and what ``value_chunks`` raises.
    """
    if head_of_text(path, posts.encoding).lstrip()[:1] == b"<":
        raise DataError(
            "posts.path",
            got=f"{shown_name(path)}, an export as HTML",
            allowed="result.json, the export as JSON",
            mend="Export the chat again: Telegram Desktop asks for the format, choose machine-readable JSON.",
        )
    kind = "" if posts.records else kind_of_table(path, file, posts.encoding)
    if posts.records or kind in ("parquet", "workbook", "compound"):
        yield from _FILES.chunks(path, posts, file, size)
    elif kind == "json":
        yield from value_chunks(path, partial(_messages, path, posts), file, posts.encoding, size)
    else:
        yield from json_line_chunks(path, posts, file, size)


def message_records(chunk: Chunk, posts: PostOptions) -> Iterator[Record]:
    """One record for each message of a chunk; warns where local times alone are there."""
    is_warned = False
    for record in list_records(chunk) if chunk.kind == "list" else json_records(chunk):
        fields = record.fields
        if not is_warned and fields is not None and "date_unixtime" not in fields and "date" in fields:
            is_warned = True
            warn_of_zone(chunk.path, posts)
        yield record


def _messages(path: Path, posts: PostOptions, blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Each message on a line, with its chat inside."""
    text, take = JsonBytes(blocks), _TakeWithChat(path, posts)
    while not text.is_over:
        if text.is_list:
            yield from map(_on_one_line, text.elements(LONGEST_LINE))
            take.lists += 1
        elif text.is_object:
            yield from _in_chats(text, take)
        else:
            raise BrokenError("neither a list nor an object")
    if not take.lists:
        raise DataError(
            "posts.path",
            got=f"{shown_name(path)} without a list of messages",
            allowed="the export of one chat, or of a whole account, by Telegram Desktop",
            mend="Name result.json of an export, as JSON, that has messages in it.",
        )


def _in_chats(text: JsonBytes, take: _TakeMessages, *, lists_chats: bool = False) -> Iterator[bytes]:
    """What ``take`` gives for each list of messages in the object that comes next."""
    chat = _Chat()
    for key in text.keys():  # noqa: SIM118
        if key == "messages" and text.is_list and not lists_chats:
            yield from take(text, chat)
        elif key in _OF_ACCOUNT and text.is_object and not lists_chats:
            yield from _in_chats(text, take, lists_chats=True)
        elif key == "list" and text.is_list and lists_chats:
            for _ in text.items():
                if text.is_object:
                    yield from _in_chats(text, take)
                else:
                    text.value()
        elif key in _OF_CHAT:
            chat[key] = text.value(LONGEST_KEY)
        else:
            text.value()


class _TakeWithChat:
    """Reads a list of messages; ``lists`` says how many were read so far."""

    def __init__(self, path: Path, posts: PostOptions) -> None:
        self.lists = 0
        self._path = path
        self._posts = posts
        self._chats: list[_Chat] | None = None

    def __call__(self, text: JsonBytes, chat: _Chat) -> Iterator[bytes]:
        place, self.lists = self.lists, self.lists + 1
        if any(key not in chat for key in _OF_CHAT):
            chat = self._looked_up(place)
        start = f'{{"{CHAT}":{json.dumps({key: _name(chat.get(key, b"")) for key in _OF_CHAT})}'.encode()
        for value in text.elements(LONGEST_LINE):
            yield _on_one_line(_within(start, value))

    def _looked_up(self, place: int) -> _Chat:
        """The chat whose list of messages is at ``place``, where its name stands behind its messages."""
        if self._chats is None:
            self._chats = []
            with Witness(self._path) as look:
                text = JsonBytes(text_blocks(look, self._posts.encoding))
                try:
                    while text.is_object:
                        for _ in _in_chats(text, self._pass_over):
                            pass
                except BrokenError:  # whoever reads the messages comes to the same place
                    pass
        return self._chats[place] if place < len(self._chats) else {}

    def _pass_over(self, text: JsonBytes, chat: _Chat) -> Iterator[bytes]:
        text.value()
        if self._chats is not None:
            self._chats.append(chat)
        return iter(())


def _within(start: bytes, value: bytes) -> bytes:
    """``value``, an object, with what ``start`` begins."""
    if value[:1] != b"{":
        return value
    rest = value[1:].lstrip()
    return start + (b"" if rest[:1] == b"}" else b",") + rest


def _name(raw: bytes) -> Any:
    """An id or a name as a chat has it; None where it is neither."""
    try:
        name = json.loads(raw)
    except ValueError:
        return None
    if isinstance(name, str):
        return name[:LONGEST_NAME]
    return name if isinstance(name, int) else None


def _on_one_line(value: bytes) -> bytes:
    return value.replace(b"\n", b" ") if b"\n" in value else value
