"""The word lists of ``data/words``."""

from __future__ import annotations

from importlib.resources import files


def words_in(name: str) -> frozenset[str]:
    """The words of the file ``name`` there; a line that starts with # is a note."""
    lines = files("naysay.data").joinpath("words", name).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if line[0] != "#" for word in line.split())
