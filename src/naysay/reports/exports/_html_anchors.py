"""Names of places in a page, made of what stands there, each used once."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LONGEST: Final = 60
"""Characters of a name, without the number that tells it from others."""
_OTHER: Final = re.compile(r"[^a-z0-9]+")
_LETTERS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


class Anchors:
    """Ids that a page has used."""

    def __init__(self, *taken: str) -> None:
        self._taken = set(taken)

    def new(self, text: str) -> str:
        """An id made of ``text`` in ASCII, with a number where it was used before."""
        plain = unicodedata.normalize("NFC", text).lower().translate(_LETTERS)
        ascii_text = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
        stem = _OTHER.sub("-", ascii_text)[:LONGEST].strip("-") or "part"
        name, number = stem, 1
        while name in self._taken:
            number += 1
            name = f"{stem}-{number}"
        self._taken.add(name)
        return name
