"""The things in answers of Reddit's API: in listings, pages and wrappers, and the replies below a comment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

_BELOW: Final = ("comments", "replies")
"""What a thing may hold of others: a number or "" where it holds none."""
TIME: Final = "created_utc"
"""The key that each submission and each comment has."""


def things(answer: Mapping[str, Any]) -> Iterator[Any] | None:
    """Each submission and comment of ``answer``, a comment before its replies; None where it is one itself.

    What holds no thing, such as a place of comments that were not loaded, is one as well. The kind that a
    wrapper says is the thing's ``kind``.
    """
    if TIME in answer:
        return _each(answer) if any(_listed(answer.get(key)) for key in _BELOW) else None
    return None if _inside(answer) is None else _each(answer)


def _each(answer: Mapping[str, Any]) -> Iterator[Any]:
    waiting: list[Any] = [answer]
    while waiting:
        thing = waiting.pop()
        inside = _inside(thing) if isinstance(thing, dict) and TIME not in thing else None
        if inside is not None:
            waiting += inside[::-1]
            continue
        below = [_listed(thing.get(key)) for key in _BELOW] if _is_thing(thing) else []
        if any(below):
            yield {key: value for key, value in thing.items() if key not in _BELOW}
            waiting += [one for listed in below for one in listed[::-1]]
        else:
            yield thing


def _inside(thing: Mapping[str, Any]) -> list[Any] | None:
    """What stands in a listing, a page or a wrapper; None where it is a thing itself."""
    kind, data = thing.get("kind"), thing.get("data", thing.get("children"))
    if kind == "more":
        return None
    if isinstance(data, list):
        return data
    if isinstance(data, dict):
        if isinstance(data.get("children"), list) or not isinstance(kind, str):
            return [data]
        return [{**data, "kind": kind}]
    return [part for value in thing.values() for part in _listed(value) if _is_thing(part)] or None


def _listed(value: object) -> list[Any]:
    """Things, or a listing of them; nothing where it is another kind of value, such as ""."""
    if isinstance(value, list):
        return value
    return [value] if isinstance(value, dict) and value else []


def _is_thing(value: object) -> bool:
    return isinstance(value, dict) and TIME in value
