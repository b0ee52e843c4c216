"""Tweets: Twitter's API v1.1 and v2, and the archive that an account gets of itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from naysay.data.forums._checked import checked_id, checked_name, checked_text
from naysay.data.forums._records import RecordForum
from naysay.data.forums._twitter_pages import tweet_chunks, tweet_records, tweets_of
from naysay.data.forums._twitter_times import is_iso, is_tweeted, tweeted_at
from naysay.data.forums.base import FurtherNames, Post, RefusedError, SkippedError
from naysay.data.instants import day_end
from naysay.study.spec import PostOptions

_SERVICE: Final = (
    "delete", "scrub_geo", "limit", "status_withheld", "user_withheld", "disconnect", "warning", "friends",
    "friends_str", "event", "direct_message", "control", "too_many_follows", "matching_rules",
)  # fmt: skip
"""What a stream says besides tweets."""
_WITHHELD: Final = re.compile(
    r"(?:This (?:Tweet|Post) from )?@\w{1,50}(?:'s account|'s Tweet)? (?:has been|is|was) "
    r"(?:temporarily )?withheld\b[^\n]{0,200}",
)
"""What stands in the place of the text of a tweet that was taken down."""


def _post(fields: Mapping[str, Any], posts: PostOptions) -> Post:
    """A tweet cut short carries its whole text in ``extended_tweet``, ``note_tweet`` or ``full_text``."""
    field = fields.get
    extended, user, company = field("extended_tweet"), field("user"), field(posts.columns.company)
    longer = extended.get("full_text") if isinstance(extended, dict) else None
    if "note_tweet" in fields:
        note = field("note_tweet")
        longer = (note.get("text") if isinstance(note, dict) else None) or longer
    written = longer or field("full_text") or field("text")
    if written is None or "withheld_copyright" in fields or "withheld" in fields or "tombstone" in fields:
        _check_is_there(fields, written)
    text = checked_text(written)
    if "promoted_content" in fields or "scopes" in fields:
        _check_is_no_advertisement(fields)
    author = user.get("id_str") or user.get("id") if isinstance(user, dict) else field("author_id")
    post_id, posted_at = checked_id(field("id_str") or field("id")), tweeted_at(field("created_at"))
    return Post(
        post_id=post_id,
        posted_at=posted_at if posts.clock == "instant" else day_end(posted_at, posts.timezone),
        text=_unescaped(text) if "&" in text else text,
        company=checked_name(company, "company") if isinstance(company, str) else _cashtags(fields, posts),
        author=checked_name(author, "author"),
        repeats=bool(field("retweeted_status"))
        or text.startswith("RT @")
        or ("referenced_tweets" in fields and bool(_retweeted(fields))),
    )


def _check_is_there(fields: Mapping[str, Any], text: object) -> None:
    """Skip what stands in the place of a tweet: a message of the stream, or a notice that it is gone."""
    withheld = fields.get("withheld")
    by_copyright = withheld.get("copyright") if isinstance(withheld, dict) else None
    if fields.get("withheld_copyright") is True or by_copyright is True:
        raise SkippedError("removed")
    is_notice = isinstance(text, str) and _WITHHELD.fullmatch(text.strip()) is not None
    if is_notice or (text is None and fields.get("tombstone")):
        raise SkippedError("removed")
    if text is None and "created_at" not in fields and any(key in fields for key in _SERVICE):
        raise SkippedError("service_message")


def _check_is_no_advertisement(fields: Mapping[str, Any]) -> None:
    """A promoted tweet says so; one that not even the followers of its author see is nothing else."""
    scopes = fields.get("scopes")
    if fields.get("promoted_content") or (isinstance(scopes, dict) and scopes.get("followers") is False):
        raise SkippedError("advertisement")


def _unescaped(text: str) -> str:
    """The text as its author wrote it: Twitter gives these three characters, and no others, as entities."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _cashtags(fields: Mapping[str, Any], posts: PostOptions) -> str:
    """The cashtags of a tweet, where the study asks for a column of companies and the tweet has none."""
    if posts.company != "column" or posts.columns.company in fields:
        return ""
    extended = fields.get("extended_tweet")
    note = fields.get("note_tweet")
    of = (one for one in (fields, extended, note) if isinstance(one, dict))
    tags = dict.fromkeys(tag for one in of for tag in _tags_in(one.get("entities")))
    return checked_name(",".join(f"${tag}" for tag in tags), "company")


def _tags_in(entities: object) -> Iterator[str]:
    """Those that Twitter has found: ``symbols`` in version 1.1, ``cashtags`` in version 2."""
    for name, key in (("symbols", "text"), ("cashtags", "tag")):
        for tag in _dicts(entities.get(name) if isinstance(entities, dict) else None):
            if isinstance(tag.get(key), str) and tag[key].strip():
                yield tag[key].strip()


def _dicts(entries: object) -> Iterable[dict[str, Any]]:
    return (one for one in entries if isinstance(one, dict)) if isinstance(entries, list) else ()


def _retweeted(fields: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [one for one in _dicts(fields.get("referenced_tweets")) if one.get("type") == "retweeted"]


def _further_names(fields: Mapping[str, Any]) -> FurtherNames:
    """The handle of the author, and of a retweet the tweet passed on with its author's number and handle."""
    authors, posts = [_handle(fields)], list[str]()
    original = fields.get("retweeted_status")
    for one in (*([original] if isinstance(original, dict) else []), *_retweeted(fields)):
        user = _user(one)
        numbers = user.get("id_str"), user.get("id"), one.get("author_id")
        authors += [*map(_name, numbers), _handle(one)]
        posts.append(_name(one.get("id_str") or one.get("id")))
    return FurtherNames(tuple(authors), tuple(posts))


def _handle(tweet: Mapping[str, Any]) -> str:
    user = _user(tweet)
    return _name(user.get("screen_name")) or _name(user.get("username"))


def _user(tweet: Mapping[str, Any]) -> Mapping[str, Any]:
    """The author of a tweet: ``user`` in version 1.1, ``author`` in a flattened one of version 2."""
    for key in ("user", "author"):
        user = tweet.get(key)
        if isinstance(user, dict):
            return user
    return {}


def _name(value: object) -> str:
    try:
        return checked_name(value, "author")
    except RefusedError:  # too long for a name
        return ""


def _is_tweet(fields: Mapping[str, Any]) -> bool:
    """Of both versions, of an archive, or a page whose first tweet is one."""
    if not isinstance(fields.get("text") or fields.get("full_text"), str):
        tweets = tweets_of(fields) or [None]
        return isinstance(tweets[0], dict) and tweets[0] is not fields and _has_keys_of_tweet(tweets[0])
    return _has_keys_of_tweet(fields)


def _has_keys_of_tweet(fields: Mapping[str, Any]) -> bool:
    if not isinstance(fields.get("full_text") or fields.get("text"), str):
        return False
    created_at, post_id = fields.get("created_at"), fields.get("id_str") or fields.get("id")
    if is_tweeted(created_at):
        return bool(post_id) and ("id_str" in fields or isinstance(fields.get("user"), dict))
    is_number = isinstance(post_id, str) and post_id.isdecimal()
    if "id_str" in fields and isinstance(fields.get("user"), dict):  # an archive of before 2018
        return is_number and is_iso(created_at)
    of_v2 = "author_id" in fields or "edit_history_tweet_ids" in fields or "referenced_tweets" in fields
    return is_number and of_v2 and is_iso(created_at)


FORUM: Final = RecordForum(
    "twitter",
    records=tweet_records,
    post=_post,
    cut=tweet_chunks,
    further_names=_further_names,
    is_of=_is_tweet,
)
