"""Links, e-mail addresses and handles in texts, which name a place or a person and no company."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Final

HIDDEN: Final = "_"
"""Takes the place of each character; like a letter, it parts no words."""
_NAMES: Final = (
    "com|net|org|info|biz|edu|gov|de|ch|eu|uk|fr|es|nl|pl|se|dk|ca|au|jp|cn|io|ai|co|tv|app|dev|fm|ly|news"
)
"""Endings of a host without a path behind it; such as are English words are not among them."""
_END: Final = r"(?:(?![,;)\]|][$#])[^\s<>\"])+"
"""The rest of a link; where a cashtag or a hashtag follows a comma or a bracket, it is over."""
_CANDIDATE: Final = re.compile(r"(?<!\S)[^\s@/.]*+[@/.]\S*")
"""A word with one of the signs that every address has."""
_ADDRESS: Final = re.compile(
    rf"""
    https?://{_END} | (?<!\w)www\.{_END}                             # a link
    | (?<![\w.+$\#-])[\w.+-]++@[\w-]++(?:\.[\w-]++)+                 # an e-mail address
    | (?<!\w)@\w++(?:[.-]\w++)*(?:@\w++(?:[.-]\w++)*)?               # a handle
    | (?<![\w/])/?[ur]/[\w-]++                                       # a user or a board of Reddit
    | (?<![\w@$\#.-])(?P<host>(?:[\w-]++\.)+(?:(?:{_NAMES})(?![\w-]|\.\w)|[a-z]{{2,6}}(?=/\w)))
      (?P<path>/{_END})?
    """,
    re.VERBOSE,
)


def without_addresses(text: str, names: Container[str] = ()) -> str:
    """``text``, as long as it is, with HIDDEN in place of addresses.

    A host without a path is a name where it begins with a capital, as in ``Amazon.com beats``, and where
    ``names`` hold it in small letters. No address goes over white space, so that words may be read singly.
    """

    def hidden(address: re.Match[str]) -> str:
        host = address["host"]
        if host and not address["path"] and (host[0].isupper() or host.casefold() in names):
            return address[0]
        return HIDDEN * len(address[0])

    return _CANDIDATE.sub(lambda word: _ADDRESS.sub(hidden, word[0]), text)
