"""A JSON text that comes in blocks, taken apart value by value in little memory, however long the text is.

Only what parts values is looked at: strings and brackets. What a value holds is for another reader, so that
a value that is no JSON does no harm to those behind it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Final

LONGEST_KEY: Final = 1_000
DEEPEST: Final = 100_000
"""Brackets that may be open at once within a value; Python reads no value with a hundredth of them."""
_SPACE: Final = re.compile(rb"[ \t\r\n]*+")
_BETWEEN_BRACKETS: Final = re.compile(
    rb'[^"{}\[\]]*+(?:"[^"\\]*+(?:\\.[^"\\]*+)*+"[^"{}\[\]]*+)*+', re.DOTALL
)
_REST_OF_STRING: Final = re.compile(rb'[^"\\]*+(?:\\.[^"\\]*+)*+', re.DOTALL)
_PLAIN: Final = re.compile(rb'[^,\]}"{\[]*+')
_MARK: Final = b"\xef\xbb\xbf"
_END: Final = -1
_QUOTE, _COMMA, _COLON, _OPEN_LIST, _CLOSE_LIST, _OPEN, _CLOSE = b'",:[]{}'


class BrokenError(ValueError):
    """The text breaks the rules of JSON where they decide what belongs together."""


class CutOffError(BrokenError):
    """The text ends within a value; ``rest`` is the beginning of that value."""

    def __init__(self, rest: bytes) -> None:
        super().__init__("cut off")
        self.rest = rest


class JsonBytes:
    """The text of ``blocks``, in UTF-8; each method reads on from where the last one ended."""

    def __init__(self, blocks: Iterable[bytes]) -> None:
        self._blocks = iter(blocks)
        self._held, self._place = b"", 0
        while len(self._held) < len(_MARK) and self._read_on(b""):
            pass
        if self._held.startswith(_MARK):
            self._place = len(_MARK)

    @property
    def is_over(self) -> bool:
        """Whether only white space is left."""
        return self._next() == _END

    @property
    def is_list(self) -> bool:
        """Whether a list comes next."""
        return self._next() == _OPEN_LIST

    @property
    def is_object(self) -> bool:
        """Whether an object comes next."""
        return self._next() == _OPEN

    def elements(self, longest: int) -> Iterator[bytes]:
        """The bytes of each value of the list that comes next; of one longer than ``longest`` a byte more.

        Raises
        ------
        CutOffError
            Where the text ends before the list does.
        """
        for _ in self.items():
            value = self.value(longest)
            while self._next() not in (_COMMA, _CLOSE_LIST, _END):  # no JSON: they are one
                value = (value + b" " + self.value(longest))[: longest + 1]
            yield value

    def items(self) -> Iterator[None]:
        """Steps to each value of the list that comes next, which has to be read before the next step.

        Raises
        ------
        CutOffError
            Where the text ends before the list does.
        """
        self._place += 1
        while (byte := self._next()) != _CLOSE_LIST:
            if byte == _END:
                raise CutOffError(b"")
            if byte == _COMMA:
                self._place += 1
            else:
                yield
        self._place += 1

    def keys(self) -> Iterator[str]:
        """The keys of the object that comes next; whoever takes one has to read its value before the next.

        Raises
        ------
        BrokenError
            Where something else stands in the place of a key.
        """
        self._place += 1
        while (byte := self._next()) != _CLOSE:
            if byte == _COMMA:
                self._place += 1
                continue
            if byte != _QUOTE:
                raise CutOffError(b"") if byte == _END else BrokenError("no key")
            raw = self.value(LONGEST_KEY)
            if self._next() != _COLON:
                raise BrokenError("no value")
            self._place += 1
            try:
                yield str(json.loads(raw))
            except ValueError:
                yield ""
        self._place += 1

    def value(self, longest: int = 0) -> bytes:
        """The bytes of the value that comes next; of one longer than ``longest`` a byte more.

        Raises
        ------
        CutOffError
            Where the text ends before the value does.
        BrokenError
            Where it has more than DEEPEST brackets within each other.
        """
        first, depth, taken = self._next(), 0, b""
        if first not in (_QUOTE, _OPEN, _OPEN_LIST):
            return self._plain(longest)
        is_string = first == _QUOTE
        start = self._place
        self._place += 1
        depth = 0 if is_string else 1
        while True:
            held = self._held
            pattern = _REST_OF_STRING if is_string else _BETWEEN_BRACKETS
            match = pattern.match(held, self._place)
            self._place = end = match.end() if match else self._place
            if end < len(held) and not (is_string and held[end] != _QUOTE):
                self._place += 1
                byte = held[end]
                if is_string:
                    is_string = False
                elif byte == _QUOTE:
                    is_string = True
                    continue
                else:
                    depth += 1 if byte in (_OPEN, _OPEN_LIST) else -1
                if depth > DEEPEST:
                    raise BrokenError("too deep")
                if depth == 0:
                    return (taken + held[start : self._place])[: longest + 1]
                continue
            rest = held[end:]  # a backslash whose character comes in the next block
            if len(taken) <= longest:
                taken = (taken + held[start:end])[: longest + 1]
            if not self._read_on(rest):
                raise CutOffError(taken)
            start = 0

    def _plain(self, longest: int) -> bytes:
        """A number, a word, or anything else up to what parts values."""
        taken, start = b"", self._place
        if self._held[start : start + 1] in (b",", b"]", b"}"):
            self._place += 1
            return self._held[start : start + 1]
        while True:
            match = _PLAIN.match(self._held, self._place)
            self._place = match.end() if match else self._place
            if len(taken) <= longest:
                taken = (taken + self._held[start : self._place])[: longest + 1]
            if self._place < len(self._held):
                return taken
            if not self._read_on(b""):
                raise CutOffError(taken)
            start = 0

    def _next(self) -> int:
        """The first byte that is no white space, which stays the next; _END where there is none."""
        while True:
            match = _SPACE.match(self._held, self._place)
            self._place = match.end() if match else self._place
            if self._place < len(self._held):
                return self._held[self._place]
            if not self._read_on(b""):
                return _END

    def _read_on(self, rest: bytes) -> bool:
        """Hold ``rest`` and the next block; what was held before, if read, is gone."""
        block = next((block for block in self._blocks if block), b"")
        unread = rest or self._held[self._place :]
        self._held, self._place = unread + block, 0
        return bool(block)
