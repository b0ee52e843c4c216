"""Where a JSON file lists its rows: an array, a list below some keys of an object, or object after object."""

from __future__ import annotations

import json
from collections.abc import Collection, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from naysay.data.tables.json_bytes import BrokenError, CutOffError, JsonBytes

DEEPEST: Final = 6
"""Keys that may lead to a list."""
_LOOKED_AT: Final = 20
"""Values of a list that are enough to see what its rows have."""
_LONGEST: Final = 1_500_000
_NO_LIST: Final = b"null"
_MOST_KEYS: Final = 10_000
"""Lists of an object, and objects, that are remembered."""


@dataclass(frozen=True, slots=True)
class JsonRows:
    """Where the rows of a JSON file are."""

    path: tuple[str, ...] = ()
    """The keys that lead to the list; none where the file is a list, or holds object after object."""
    inside: tuple[str, ...] = ()
    """The keys that lead from a value of the list to the object with its cells, such as ``data`` in what
    Reddit gives."""
    further: tuple[tuple[str, ...], ...] = ()
    """The keys that lead to each further list of rows."""


@dataclass(slots=True)
class _List:
    path: tuple[str, ...]
    objects: int = 0
    values: int = 0
    first: list[Mapping[str, Any]] = field(default_factory=list)


_Keys = dict[tuple[str, ...], set[str]]
"""What each object that is in no list has of what is wanted, by the keys that lead to it."""


def rows_of(blocks: Iterable[bytes], wanted: Collection[str] = ()) -> JsonRows:
    """Where the rows are in the JSON text of ``blocks``, all of which may be read.

    An array at the top is the list. An object that has all of ``wanted`` is a row itself. Otherwise the list
    is the one whose objects have all of ``wanted``, and of several such, or where none has, the one of most
    objects; an object without a list of objects is a row itself. One that has an empty list and nothing that
    is wanted is a page without rows.
    """
    text = JsonBytes(blocks)
    lists, keys = list[_List](), _Keys()
    try:
        if text.is_list:
            lists.append(_listed(text, (), most=_LOOKED_AT))
        elif text.is_object:
            _look(text, (), lists, keys, wanted)
    except BrokenError:
        pass
    top = keys.get((), set())
    if wanted and set(wanted) <= top:
        return JsonRows()
    return _best(lists, top, wanted)


def all_rows_of(blocks: Iterable[bytes], wanted: Collection[str]) -> JsonRows:
    """Where the rows are in all the JSON texts of ``blocks``, which may have several lists of them.

    Every list counts whose objects have all of ``wanted``, in any of the texts. An array at the top is the
    list. Where the first text has an object outside of lists with all of ``wanted``, each text is a row.
    Where no list has what is wanted, the rows are where ``rows_of`` says.
    """
    text, paths = JsonBytes(blocks), dict[tuple[str, ...], None]()
    first: tuple[list[_List], _Keys] | None = None
    try:
        while text.is_object:
            lists, keys = list[_List](), _Keys()
            first = first or (lists, keys)
            try:
                _look(text, (), lists, keys, wanted)
            finally:
                paths.update((one.path, None) for one in lists if _inside(one.first, wanted) is not None)
            if first[1] is keys and any(set(wanted) <= own for own in keys.values()):
                return JsonRows()
    except BrokenError:
        pass
    lists, keys = first or ([], {})
    if not paths:
        return _best(lists, keys.get((), set()), wanted)
    best, *further = paths
    return JsonRows(best, (), tuple(further))


def _best(lists: list[_List], top: set[str], wanted: Collection[str]) -> JsonRows:
    """The list of one text whose objects have all of ``wanted``, or else the one of most objects."""
    empty = [one.path for one in lists if not one.values]
    lists = [one for one in lists if one.objects]
    if not lists:
        return JsonRows(empty[0]) if empty and wanted and top.isdisjoint(wanted) else JsonRows()
    best = max(lists, key=lambda one: (_inside(one.first, wanted) is not None, one.objects))
    return JsonRows(best.path, _inside(best.first, wanted) or ())


def declared_rows(keys: str, blocks: Iterable[bytes]) -> JsonRows | None:
    """Where the study says that the rows are: ``keys`` parted by dots, some behind the list into its values.

    None where the keys lead to no list.
    """
    path = tuple(keys.split("."))
    text = JsonBytes(blocks)
    try:
        for depth in range(len(path) + 1):
            if text.is_list:
                return JsonRows(path[:depth], path[depth:])
            if depth == len(path) or not text.is_object:
                return None
            for key in text.keys():  # noqa: SIM118
                if key == path[depth]:
                    break
                text.value()
            else:
                return None
    except BrokenError:
        pass
    return None


def listed(blocks: Iterable[bytes], rows: JsonRows, longest: int = _LONGEST) -> Iterator[bytes]:
    """The bytes of each row, without line feeds; of one longer than ``longest`` a byte more.

    A file may hold several texts one after another, such as a page in each line. A text without a list where
    the others have theirs is one row, which is no object.

    Raises
    ------
    CutOffError
        Where the text ends within a row or a list; ``rest`` is the beginning of the row.
    BrokenError
        Where the text is no JSON outside of rows, so that what follows cannot be told apart.
    """
    text = JsonBytes(blocks)
    while not text.is_over:
        is_there = yield from _below(text, (rows.path, *rows.further), longest)
        if not is_there:
            yield _NO_LIST


def _below(text: JsonBytes, paths: Sequence[Sequence[str]], longest: int) -> Generator[bytes, None, bool]:
    """The rows of the value that comes next; whether it has any list for them."""
    if text.is_list:
        for value in text.elements(longest):
            yield _on_one_line(value)
        return True
    if not text.is_object:
        raise BrokenError("neither a list nor an object")
    if () in paths:
        yield _on_one_line(text.value(longest))
        return True
    is_there = False
    for key in text.keys():  # noqa: SIM118
        below = [tuple(path[1:]) for path in paths if path[0] == key]
        if below and text.is_object:
            below = [path for path in below if path]
        if below and (text.is_list or text.is_object):
            is_there |= yield from _below(text, below, longest)
        else:
            text.value()
    return is_there


def _on_one_line(value: bytes) -> bytes:
    return value.replace(b"\n", b" ") if b"\n" in value else value


def _look(
    text: JsonBytes, path: tuple[str, ...], lists: list[_List], keys: _Keys, wanted: Collection[str]
) -> None:
    own = keys.setdefault(path, set()) if len(keys) < _MOST_KEYS else set()
    for key in text.keys():  # noqa: SIM118
        if key in wanted:
            own.add(key)
        here = (*path, key)
        if text.is_list and len(lists) < _MOST_KEYS:
            lists.append(_listed(text, here))
        elif text.is_object and len(here) < DEEPEST:
            _look(text, here, lists, keys, wanted)
        else:
            text.value()


def _listed(text: JsonBytes, path: tuple[str, ...], most: int | None = None) -> _List:
    found_list = _List(path)
    try:
        for place, value in enumerate(text.elements(_LONGEST)):
            if place == most:
                break
            found_list.values += 1
            if value[:1] == b"{":
                found_list.objects += 1
                if len(found_list.first) < _LOOKED_AT and (fields := _object(value)):
                    found_list.first.append(fields)
    except CutOffError:
        pass
    return found_list


def _inside(first: Sequence[Mapping[str, Any]], wanted: Collection[str]) -> tuple[str, ...] | None:
    """The keys to what has all of ``wanted`` in one of ``first``; None where nothing has."""
    for fields in first:
        if set(wanted) <= set(fields):
            inner = [key for key, value in fields.items() if isinstance(value, dict)]
            if wanted or len(inner) != 1 or len(fields[inner[0]]) <= len(fields):
                return ()
            return (inner[0],)
    for fields in first:
        for key, value in fields.items():
            if isinstance(value, dict) and set(wanted) <= set(value):
                return (key,)
    return None


def _object(raw: bytes) -> dict[str, Any]:
    try:
        value = json.loads(raw)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
