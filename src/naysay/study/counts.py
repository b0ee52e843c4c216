"""How many of something there are, in English: messages of the program name one file and two files."""

from __future__ import annotations


def counted(n: int, thing: str) -> str:
    """``1 file``, ``2 files``, ``1,000 companies``; ``rows with a mark`` has its noun first."""
    noun, space, rest = thing.partition(" ")
    if n != 1:
        is_y = noun.endswith("y") and noun[-2:-1] not in tuple("aeiou")
        noun = f"{noun[:-1]}ies" if is_y else f"{noun}s"
    return f"{n:,} {noun}{space}{rest}"


def are(n: int) -> str:
    """``is`` of one, ``are`` of several."""
    return "is" if n == 1 else "are"
