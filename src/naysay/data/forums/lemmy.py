"""Lemmy: posts and comments as the API of its servers gives them, in pages, arrays or lines of JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from naysay.data.forums._checked import checked_id, checked_name, checked_text
from naysay.data.forums._json_files import JsonFiles
from naysay.data.forums._markdown import without_quotations
from naysay.data.forums._records import RecordForum
from naysay.data.forums._removed import is_removed
from naysay.data.forums._titles import joined
from naysay.data.forums.base import LONGEST_NAME, FurtherNames, Post, RefusedError, SkippedError
from naysay.data.instants import day_end, instant
from naysay.study.spec import PostOptions

_ERASED: Final = "*Permanently Deleted*"
"""What a server writes over the text of an account that was erased."""
_WANTED: Final = ("post", "creator")
"""What views of posts and of comments have: a comment's view holds the post above it as well."""

_LISTS: Final = ("posts", "comments")
"""Lists of a page of which each entry is a row."""


def _post(fields: Mapping[str, Any], posts: PostOptions) -> Post:
    """A view of a post, or of a comment; its instant is that of its last edit: then its text is known."""
    kind = "comment" if isinstance(fields.get("comment"), dict) else "post"
    thing, company = _part(fields, kind), fields.get(posts.columns.company)
    if thing.get("removed") is True or thing.get("deleted") is True:
        raise SkippedError("removed")
    post_id = _id(thing, kind)
    posted_at = instant(thing.get("published") or thing.get("published_at"), "UTC")
    if edited := thing.get("updated") or thing.get("updated_at"):
        posted_at = max(posted_at, instant(edited, "UTC"))
    return Post(
        post_id,
        posted_at if posts.clock == "instant" else day_end(posted_at, posts.timezone),
        _text(thing, kind),
        checked_name(company, "company") if isinstance(company, str) else "",
        _named(_part(fields, "creator"), "author"),
        _named(_part(fields, "community"), "forum"),
    )


def _part(fields: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    part = fields.get(key)
    return part if isinstance(part, dict) else {}


def _id(thing: Mapping[str, Any], kind: str) -> str:
    """Its address, the same on every server; else its number there, which a post and a comment may share."""
    if address := checked_name(thing.get("ap_id"), "id"):
        return address
    return checked_id(f"{kind}_{checked_id(thing.get('id'))}")


def _text(thing: Mapping[str, Any], kind: str) -> str:
    written = thing.get("content") if kind == "comment" else thing.get("body")
    own = without_quotations(written) if isinstance(written, str) else ""
    if kind == "post":
        return checked_text(joined([thing.get("name"), own]))
    if own.strip() == _ERASED or is_removed(own):
        raise SkippedError("removed")
    return checked_text(own)


def _named(part: Mapping[str, Any], what: str) -> str:
    """A name with its server, such as Kater@feddit.org; without it where it is not said."""
    name = checked_name(part.get("name"), what)
    server = _server(part)
    return checked_name(f"{name}@{server}", what) if name and server else name


def _server(part: Mapping[str, Any]) -> str:
    address = part.get("actor_id") or part.get("ap_id")
    if not isinstance(address, str) or len(address) > LONGEST_NAME:
        return ""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _unfolded(fields: Mapping[str, Any]) -> Iterator[Any] | None:
    """The views in a page that is one row; None where it is one itself, or no page."""
    if "creator" in fields:
        return None
    views, is_page = list[Any](), False
    for key, value in fields.items():
        if key in _LISTS and isinstance(value, list):
            views, is_page = views + value, True
        else:
            views += [one for one in (value if isinstance(value, list) else [value]) if _is_view(one)]
    return iter(views) if views or is_page else None


def _is_view(value: object) -> bool:
    return isinstance(value, dict) and value.keys() >= set(_WANTED)


def _further_names(fields: Mapping[str, Any]) -> FurtherNames:
    """The address of the author."""
    creator = _part(fields, "creator")
    try:
        return FurtherNames((checked_name(creator.get("actor_id") or creator.get("ap_id"), "author"),))
    except RefusedError:  # too long for a name
        return FurtherNames()


def _is_of(fields: Mapping[str, Any]) -> bool:
    """Whether they are a view of a post or a comment, or a page of views."""
    if {"post", "creator", "community"} <= fields.keys():
        thing = _part(fields, "comment") or _part(fields, "post")
        return "ap_id" in thing or {"id", "published"} <= thing.keys()
    lists = [value for key in ("posts", "comments") if isinstance(value := fields.get(key), list) and value]
    return any(isinstance(one[0], dict) and "creator" in one[0] and _is_of(one[0]) for one in lists)


_FILES: Final = JsonFiles("lemmy", wanted=_WANTED, unfold=_unfolded)
FORUM: Final = RecordForum(
    "lemmy",
    records=_FILES.records,
    post=_post,
    cut=_FILES.chunks,
    further_names=_further_names,
    is_of=_is_of,
)
