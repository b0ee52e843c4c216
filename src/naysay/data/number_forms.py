"""Written numbers of any form, a whole column at a time: all rows together say which sign is the decimal one.

1.234,56 and 1,234.56, 1'234.56 and 1 234,56 are the same number. "1,234" may be two: other rows of its column
decide, then the other columns of its file.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from naysay.study.price_options import DecimalSign

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

NOTHING: Final = ("", "null", "-", "--", "–", "—", ".")
"""What stands where there is no number."""
_CURRENCY: Final = r"(?:[$€£¥]|EUR|USD|GBP|GBX|CHF|JPY)"
_AROUND: Final = rf"^{_CURRENCY} *| *{_CURRENCY}$"
_SPACES: Final = "[\u00a0\u2007\u2009\u202f\t ]"
_GROUPED: Final = r"[1-9][0-9]{{0,2}}(?:{sign}[0-9]{{3}})+"
_INDIAN: Final = "[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}"
_UNUSUAL: Final = "[^-+0-9.,]"
_SIZES: Final = {"k": 1e3, "tsd": 1e3, "m": 1e6, "mio": 1e6, "b": 1e9, "mrd": 1e9}
_SIZE: Final = r"(?i) *(?P<size>k|tsd|m|mio|b|mrd)\.?$"


def _form(sign: str, group: str) -> str:
    """The pattern of a number with the decimal ``sign``; ``group`` is the other one."""
    whole = [r"[0-9]+", *(_GROUPED.format(sign=each) for each in (group, " ", "'"))]
    whole += [_INDIAN] if group == "," else []
    either = "|".join(whole)
    return rf"^[-+]?(?:(?:{either}){sign}?|(?:{either})?{sign}[0-9]+)(?:[eE][-+]?[0-9]{{1,3}})?$"


_FORMS: Final[Mapping[DecimalSign, str]] = {".": _form(r"\.", ","), ",": _form(",", r"\.")}


class UndecidedNumbersError(ValueError):
    """A column whose decimal sign nothing decides; ``example`` is one of its numbers."""

    def __init__(self, column: str, example: str) -> None:
        self.column, self.example = column, example
        super().__init__(column, example)


@dataclass(frozen=True, eq=False)
class NumberColumn:
    """N numbers, NaN where there is none, and which cells hold something that is no number."""

    numbers: Floats
    unreadable: Flags


def read_numbers(
    columns: Mapping[str, pa.Array],
    *,
    decimal: DecimalSign | None = None,
    usual: DecimalSign | None = None,
    counts: Collection[str] = (),
) -> dict[str, NumberColumn]:
    """The numbers in ``columns``, texts by name, with currency signs and thousands signs taken off.

    The decimal sign of a column is that of most of its rows that have only one reading. A column without such
    a row takes the sign of the others, or the ``usual`` one where these have none. Columns in ``counts`` hold
    whole numbers, so that their "1.234" is a thousand, and may end in K, M or B (Tsd, Mio or Mrd).

    Raises
    ------
    UndecidedNumbersError
        A column that neither its rows nor other columns decide, while there is no ``decimal``.
    """
    plain = dict(zip(columns, _plain(list(columns.values())), strict=True))
    times = dict[str, Floats]()
    for name in set(counts) & set(columns):
        plain[name], times[name] = _sizes(plain[name])
    forms = {sign: _match(list(plain.values()), form) for sign, form in _FORMS.items()}
    seen = {
        name: _Evidence.of(texts, forms["."][place], forms[","][place])
        for place, (name, texts) in enumerate(plain.items())
    }
    whole = {name for name, by in times.items() if (by == 1.0).all()}
    signs = dict.fromkeys(columns, decimal) if decimal else _signs(seen, whole, usual)
    read = {}
    for place, (name, texts) in enumerate(plain.items()):
        sign = signs[name] or "."
        read[name] = _read(texts, forms[sign][place], sign)
        if name in times and name not in whole:
            numbers, by = read[name].numbers, times[name]
            numbers = np.where(by > 1.0, np.round(numbers * by), numbers)
            read[name] = NumberColumn(numbers, read[name].unreadable)
    return read


def _plain(columns: Sequence[pa.Array]) -> list[pa.Array]:
    """Without what stands around numbers, and with one kind of each sign."""
    texts = pa.concat_arrays(columns)
    if pc.any(pc.match_substring_regex(texts, _UNUSUAL)).as_py():
        for pattern, sign in ((_SPACES, " "), ("[’´`]", "'"), ("−", "-")):
            texts = pc.replace_substring_regex(texts, pattern, sign)
        texts = pc.replace_substring_regex(pc.utf8_trim_whitespace(texts), _AROUND, "")
        texts = pc.utf8_trim_whitespace(texts)
    return _parted(texts, columns)


def _match(columns: Sequence[pa.Array], pattern: str) -> list[Flags]:
    """Which texts of each column are of the ``pattern``."""
    matches = pc.match_substring_regex(pa.concat_arrays(columns), pattern)
    return [one.to_numpy(zero_copy_only=False) for one in _parted(matches, columns)]


def _parted(values: pa.Array, columns: Sequence[pa.Array]) -> list[pa.Array]:
    """``values`` of all columns, one behind the other, as columns of the old lengths."""
    ends = np.cumsum([len(column) for column in columns]).tolist()
    return [values.slice(end - len(column), len(column)) for end, column in zip(ends, columns, strict=True)]


def _sizes(texts: pa.Array) -> tuple[pa.Array, Floats]:
    """Texts without K, M or B at their end, and what each number is to be multiplied by."""
    if not pc.any(pc.match_substring_regex(texts, _SIZE)).as_py():
        return texts, np.ones(len(texts))
    said = pc.utf8_lower(pc.struct_field(pc.extract_regex(texts, _SIZE), "size"))
    times = pd.Series(said.to_pandas(), dtype=object).map(_SIZES).fillna(1.0)
    return pc.replace_substring_regex(texts, _SIZE, ""), np.asarray(times, dtype=np.float64)


def _signs(
    seen: Mapping[str, _Evidence], whole: Collection[str], usual: DecimalSign | None
) -> dict[str, DecimalSign | None]:
    """The decimal sign of each column, None where its numbers have none; ``whole`` ones have no decimals."""
    signs = {name: evidence.sign for name, evidence in seen.items()}
    known = {sign for sign in signs.values() if sign} or ({usual} if usual else set())
    for name, evidence in seen.items():
        if evidence.is_even:
            raise UndecidedNumbersError(name, evidence.example)
        if signs[name] is None and evidence.example:
            if name in whole:
                signs[name] = "," if "." in evidence.example else "."
            elif len(known) == 1:
                signs[name] = next(iter(known))
            else:
                raise UndecidedNumbersError(name, evidence.example)
    return signs


@dataclass(frozen=True, slots=True)
class _Evidence:
    """How many numbers of a column are such with a point alone, or with a comma alone, as decimal sign.

    ``example`` is one that may be either or, where as many speak for one sign as for the other, any.
    """

    points: int
    commas: int
    example: str

    @classmethod
    def of(cls, texts: pa.Array, point: Flags, comma: Flags) -> _Evidence:
        """Of ``texts`` that are numbers with a point as decimal sign, with a comma, or with either."""
        points, commas = int((point & ~comma).sum()), int((comma & ~point).sum())
        undecided = np.flatnonzero(point | comma if points == commas > 0 else point & comma)
        signed = (
            text for at in undecided.tolist() if any(sign in (text := texts[at].as_py()) for sign in ".,")
        )
        return cls(points, commas, "" if points != commas else next(signed, ""))

    @property
    def is_even(self) -> bool:
        """Whether as many numbers speak for one sign as for the other."""
        return self.points == self.commas > 0

    @property
    def sign(self) -> DecimalSign | None:
        """What most of the numbers with one reading say."""
        if self.points == self.commas:
            return None
        return "." if self.points > self.commas else ","


def _read(texts: pa.Array, fits: Flags, sign: DecimalSign) -> NumberColumn:
    """The numbers among ``texts``, which are those that ``fits`` the form of the ``sign``."""
    nothing = pc.is_in(pc.utf8_lower(texts), value_set=pa.array(NOTHING, texts.type))
    plain = texts
    for group in (",", " ", "'") if sign == "." else (".", " ", "'"):
        plain = pc.replace_substring(plain, group, "")
    plain = pc.replace_substring(pc.replace_substring(plain, ",", "."), "+", "", max_replacements=1)
    numbers = pc.if_else(pa.array(fits), plain, pa.scalar(None, texts.type)).cast(pa.float64())
    floats = np.array(numbers.to_numpy(zero_copy_only=False))
    finite = np.isfinite(floats)
    unreadable = ~finite & ~nothing.to_numpy(zero_copy_only=False)
    return NumberColumn(np.where(finite, floats + 0.0, np.nan), unreadable)
