"""The form of a value, which may be shown where the value may not."""

from __future__ import annotations

from itertools import islice
from typing import Final

LONGEST: Final = 40
"""Characters of a form; of a longer value the start is shown."""


def form_of(value: object) -> str:
    """``value`` with 9 for each digit and a for each letter: ``01.02.2024 17:49`` is ``99.99.9999 99:99``.

    What is neither a text nor a number is named by its kind.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return f"a {type(value).__name__}"
    if isinstance(value, int) and value.bit_length() > 128:
        return "a whole number of more than 38 digits"
    text = str(value)
    more = "…" if len(text) > LONGEST else ""
    return "".join(map(_sign, islice(text, LONGEST))) + more


def _sign(character: str) -> str:
    if character.isdigit():
        return "9"
    if character.isalpha():
        return "a"
    if character.isspace():
        return " "
    return character if character.isascii() and character.isprintable() else "?"
