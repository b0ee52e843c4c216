"""Chats of Telegram, as Telegram Desktop exports them as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from naysay.data.forums._checked import checked_id, checked_instant, checked_name, checked_text
from naysay.data.forums._records import RecordForum
from naysay.data.forums._telegram_exports import CHAT, export_chunks, message_records
from naysay.data.forums.base import LONGEST_NAME, FurtherNames, Post, RefusedError, SkippedError
from naysay.data.instants import day_end, instant
from naysay.study.spec import PostOptions

_MEDIA: Final = (
    "photo", "file", "media_type", "mime_type", "sticker_emoji", "poll", "contact_information",
    "contact_vcard", "location_information", "place_name", "live_location_period_seconds", "game_title",
    "invoice_information", "giveaway_information", "giveaway_results", "paid_media", "story_id", "dice",
    "todo_list", "self_destruct_period_seconds",
)  # fmt: skip
"""What a message has instead of a text, or beside it."""
_FORWARDED: Final = ("forwarded_from", "forwarded_from_id")
_LONGEST_SECONDS: Final = 12
"""Digits."""
_NEVER: Final = (0, "0")
_BEGINNING: Final = "1970-"
"""What older exports say of a message that was never edited."""


def _post(fields: Mapping[str, Any], posts: PostOptions) -> Post:
    if fields.get("type") == "service":
        raise SkippedError("service_message")
    written = _text(fields.get("text"))
    if not written.strip() and "text" in fields and any(key in fields for key in _MEDIA):
        raise SkippedError("nothing_written")
    company, chat = fields.get(posts.columns.company), _chat(fields)
    return Post(
        post_id=_post_id(fields, chat),
        posted_at=_posted_at(fields, posts),
        text=checked_text(written),
        company=checked_name(company, "company") if isinstance(company, str) else "",
        author=_author(fields),
        forum=checked_name(chat.get("name"), "forum"),
        repeats=any(key in fields for key in _FORWARDED),
    )


def _chat(fields: Mapping[str, Any]) -> Mapping[str, Any]:
    chat = fields.get(CHAT)
    return chat if isinstance(chat, dict) else {}


def _post_id(fields: Mapping[str, Any], chat: Mapping[str, Any]) -> str:
    """A message has its number in its own chat alone."""
    number, of_chat = checked_id(fields.get("id")), checked_name(chat.get("id"), "id")
    if not of_chat:
        return number
    if len(of_chat) + len(number) >= LONGEST_NAME:
        raise RefusedError("id_too_long")
    return f"{of_chat}/{number}"


def _text(value: object) -> str:
    """The text of all parts; some of them are objects, such as links and words in bold type."""
    if not isinstance(value, list):
        return value if isinstance(value, str) else ""
    return "".join(_part(part) for part in value)


def _part(part: object) -> str:
    text = part.get("text") if isinstance(part, dict) else part
    return text if isinstance(text, str) else ""


def _posted_at(fields: Mapping[str, Any], posts: PostOptions) -> int:
    """When the text was written that the export has: an edited one is known from its last edit on."""
    posted_at = _instant(fields.get("date_unixtime"), fields.get("date"), posts)
    seconds, date = fields.get("edited_unixtime"), fields.get("edited")
    if seconds in _NEVER or (seconds is None and (date is None or str(date).startswith(_BEGINNING))):
        return posted_at
    return max(posted_at, _instant(seconds, date, posts))


def _instant(seconds: object, date: object, posts: PostOptions) -> int:
    """By ``seconds`` since 1970; the ``date`` is the local time of whoever exported the chat, and names no
    zone."""
    if seconds is None:
        return instant(date, posts.timezone, posts.clock)
    written = str(seconds) if type(seconds) is int and 0 <= seconds < 10**_LONGEST_SECONDS else seconds
    if not (isinstance(written, str) and written.isascii() and written.isdecimal()):
        raise RefusedError("time_unreadable")
    if len(written) > _LONGEST_SECONDS:
        raise RefusedError("time_out_of_range")
    posted_at = checked_instant(int(written) * 10**9)
    return posted_at if posts.clock == "instant" else day_end(posted_at, posts.timezone)


def _author(fields: Mapping[str, Any]) -> str:
    """The number of the writer's account, or the name where there is none; of deleted accounts neither."""
    if "from" in fields and fields["from"] is None:
        return ""
    return checked_name(fields.get("from_id"), "author") or checked_name(fields.get("from"), "author")


def _further_names(fields: Mapping[str, Any]) -> FurtherNames:
    """Name and number of the writer, and of the writer whose message was forwarded."""
    return FurtherNames(tuple(_names(fields)))


def _names(fields: Mapping[str, Any]) -> Iterator[str]:
    for key in ("from", "from_id", *_FORWARDED):
        try:
            yield checked_name(fields.get(key), "author")
        except RefusedError:  # too long for a name
            yield ""


def _is_message(fields: Mapping[str, Any]) -> bool:
    """A message or a service message of an export, or the chat that holds them."""
    if isinstance(fields.get("messages"), list) and "type" in fields and "id" in fields:
        first = next(iter(fields["messages"]), None)
        return isinstance(first, dict) and _is_message({**first, "messages": None})
    of_export = "date_unixtime" in fields or "from_id" in fields or "actor_id" in fields
    is_message = fields.get("type") in ("message", "service") and isinstance(fields.get("date"), str)
    return is_message and "id" in fields and of_export


FORUM: Final = RecordForum(
    "telegram",
    records=message_records,
    post=_post,
    cut=export_chunks,
    further_names=_further_names,
    is_of=_is_message,
)
