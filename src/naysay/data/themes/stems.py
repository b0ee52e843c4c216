"""Light stems: the forms of a word that an ending alone tells apart, in English and German."""

from __future__ import annotations

from typing import Final

SHORTEST: Final = 4
"""Letters that a German stem has to keep."""
ENDINGS: Final = ("ern", "em", "en", "er", "es", "e", "n", "s")
"""What a German noun or adjective may end with, the longest first (Savoy 2006, "light" stemming)."""
_PLAIN: Final = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})


def english_stem(word: str) -> str:
    """``word``, in lower case, without the ending of a plural: recalls and recall, factories and factory."""
    if len(word) <= 3 or word.endswith(("ss", "us", "is")) or not word.endswith("s"):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes", "zes")):
        return word[:-2]
    return word[:-1]


def german_stem(word: str) -> str:
    """``word``, in lower case, without one ending and without umlauts: Werk, Werke, Werks; Vorwurf, Vorwürfe.

    References
    ----------
    Savoy (2006), "Light stemming approaches for the French, Portuguese, German and Hungarian languages".
    """
    plain = word.translate(_PLAIN)
    for ending in ENDINGS:
        if plain.endswith(ending) and len(plain) - len(ending) >= SHORTEST:
            return plain[: -len(ending)]
    return plain
