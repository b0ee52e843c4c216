"""Text as LaTeX sets it: what has a meaning in TeX is escaped, what its fonts lack is shown by its number."""

from __future__ import annotations

import string
import unicodedata
from typing import Final

from naysay.study.characters import readable

_ESCAPED: Final = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "_": r"\_",
    "%": r"\%", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "<": r"\textless{}",
    ">": r"\textgreater{}", "|": r"\textbar{}", '"': r"\textquotedbl{}", "`": r"\textasciigrave{}",
    "'": r"\textquotesingle{}", "-": r"{-}", "*": r"{*}", "[": r"{[}", "]": r"{]}", ",": r"{,}", "?": r"{?}",
    "!": r"{!}",
}  # fmt: skip
"""The last rows would join with their neighbours, or be read as options where a row begins."""
_SIGNS: Final = {
    "\u00a0": "~", "\u202f": r"\,", "\u2009": r"\,", "−": "$-$", "–": "--", "—": "---", "×": r"$\times$",
    "±": r"$\pm$", "·": r"$\cdot$", "…": r"\ldots{}", "“": r"\textquotedblleft{}",
    "”": r"\textquotedblright{}",
    "„": r"\quotedblbase{}", "‘": r"\textquoteleft{}", "’": r"\textquoteright{}", "€": r"\texteuro{}",
    "£": r"\pounds{}", "¥": r"\textyen{}", "§": r"\S{}", "°": r"\textdegree{}", "²": r"\textsuperscript{2}",
    "→": r"$\rightarrow$", "≥": r"$\geq$", "≤": r"$\leq$", "β": r"$\beta$", "«": r"\guillemotleft{}",
    "»": r"\guillemotright{}",
}  # fmt: skip
_LETTERS: Final = frozenset(
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿ"
    "ĂăĄąĆćČčĎďĐđĘęĚěĞğŁłŃńŇňŐőŒœŔŕŘřŚśŞşŠšŤťŮůŰűŸŹźŻżŽž"
)
"""Letters that the encoding T1 has."""
_PLAIN: Final = frozenset(string.ascii_letters + string.digits + " .:;()/+=@")


def latex(text: str) -> str:
    """``text`` on one line as LaTeX sets it with the encodings UTF-8 and T1, whatever it holds."""
    return "".join(map(_character, readable(text)))


def _character(character: str) -> str:
    if character in _PLAIN or character in _LETTERS:
        return character
    known = _ESCAPED.get(character) or _SIGNS.get(character)
    if known is not None:
        return known
    base = unicodedata.normalize("NFKD", character)[0]
    if base in string.ascii_letters:
        return base
    return rf"\texttt{{U+{ord(character):04X}}}"
