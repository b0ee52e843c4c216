"""What a post says, as a number: equal for copies of a text that differ in case, URLs, handles and spaces."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import partial
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

BYTES: Final = 8
LONGEST: Final = 100_000
"""Characters of a text that is hashed with others: columns take several times the memory of their texts."""

_PASSING: Final = re.compile(r"https?://\S+|@\w+:?|^RT\b")
"""URLs, handles and retweet marks: they differ between copies of one text."""

_ODD_HANDLE: Final = re.compile(r"@[a-zA-Z0-9_]*[^\x00-\x7f]")

# The same in Arrow's words, with all that Python takes for white space. Their \w and \b know ASCII only.
_BREAKS: Final = (
    r"\t-\r\x1c-\x1f\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}"
)
_SPACE: Final = rf"[ {_BREAKS}]"
_ARROW_PASSING: Final = rf"https?://[^ {_BREAKS}]+|@\w+:?"
_BETWEEN: Final = (
    rf"(?:^RT\b|{_SPACE}*(?:{_ARROW_PASSING}))(?:{_SPACE}|{_ARROW_PASSING})*|{_SPACE}{{2,}}|[{_BREAKS}]"
)
"""All between two words that is not one space."""

_digest = partial(hashlib.blake2b, digest_size=BYTES)


def hashed(text: str) -> int:
    """A hash of ``text`` that is the same everywhere."""
    return int.from_bytes(_digest(text.encode("utf-8", "replace")).digest(), "big", signed=True)


def said_hash(text: str) -> int:
    """The hash of what ``text`` says."""
    return hashed(" ".join(_PASSING.sub(" ", text).casefold().split()))


def said_hashes(texts: Sequence[str]) -> npt.NDArray[np.int64]:
    """``said_hash`` of each of ``texts``, in less time than one by one."""
    apart = [len(text) > LONGEST or (not text.isascii() and _is_odd(text)) for text in texts]
    others = ["" if alone else text for text, alone in zip(texts, apart, strict=True)]
    hashes = _in_columns(others)
    for place in np.flatnonzero(apart).tolist():
        hashes[place] = said_hash(texts[place])
    return hashes


def _is_odd(text: str) -> bool:
    """Whether a handle or a retweet mark touches a character that Arrow may take differently."""
    return _ODD_HANDLE.search(text) is not None or (text.startswith("RT") and not text[2:3].isascii())


def _in_columns(texts: Sequence[str]) -> npt.NDArray[np.int64]:
    try:
        column = pa.array(texts, pa.large_string())
    except UnicodeEncodeError:  # half a character
        column = pa.array([text.encode("utf-8", "replace").decode() for text in texts], pa.large_string())
    said = pc.ascii_trim(pc.replace_substring_regex(column, _BETWEEN, " "), " ")
    rows = pc.ascii_lower(said).cast(pa.large_binary()).to_pylist()
    folded = [row if row.isascii() else row.decode().casefold().encode() for row in rows]
    digests = b"".join([digest.digest() for digest in map(_digest, folded)])
    return np.frombuffer(digests, dtype=f">i{BYTES}").astype(np.int64)
