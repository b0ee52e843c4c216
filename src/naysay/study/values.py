"""Values that every section of a study shares, and how a value is refused."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo
from pydantic_core import PydanticCustomError

RESERVED_TICKERS: Final = frozenset({"POOLED"})
"""Names that stand for something else in the tables."""
_TICKER = re.compile(r"[A-Za-z0-9^][A-Za-z0-9.^=_-]{0,19}")
_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")

TICKER_ALLOWED: Final = (
    "1 to 20 of the characters A-Z a-z 0-9 . ^ = _ -, starting with a letter, a digit or ^"
)


def refuse(allowed: str, mend: str) -> PydanticCustomError:
    """The error of a validator: what is allowed and how to mend it travel with it."""
    return PydanticCustomError("refused", "{allowed}. {mend}", {"allowed": allowed, "mend": mend})


def checked_ticker(ticker: str) -> str:
    """``ticker`` when it may become part of a path or an address."""
    if _TICKER.fullmatch(ticker) is None or ".." in ticker:
        raise refuse(TICKER_ALLOWED, "Write the ticker as the price source spells it, without folders.")
    if ticker in RESERVED_TICKERS:
        raise refuse(
            "any ticker but POOLED, which names the row of all companies together", "Rename the ticker."
        )
    return ticker


def _checked_name(name: str) -> str:
    if _SLUG.fullmatch(name) is None:
        raise refuse(
            "1 to 64 of the characters A-Z a-z 0-9 _ -, starting with a letter or digit",
            "The name becomes a folder below reports/: keep it short and plain.",
        )
    return name


def has_check_digit(isin: str) -> bool:
    """Whether the last digit of an ISIN fits the others: letters as 10 to 35, every second digit doubled.

    References
    ----------
    ISO 6166, annex; the algorithm is Luhn's.
    """
    digits = [int(digit) for digit in "".join(str(int(character, 36)) for character in isin)]
    doubled = [digit * 2 for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(d - 9 if d > 9 else d for d in doubled)) % 10 == 0


def part(kind: str) -> AfterValidator:
    """Holds a name to the files of a folder; which files there are is told by whoever reads the study."""

    def check(name: str, info: ValidationInfo) -> str:
        known: Sequence[str] | None = (info.context or {}).get("parts", {}).get(kind)
        if known is not None and name not in known:
            raise refuse(", ".join(known) or "nothing yet", f"See `naysay list {kind}` for what each one is.")
        return name

    return AfterValidator(check)


Ticker = Annotated[str, AfterValidator(checked_ticker)]
Window = tuple[int, int]
Count = Annotated[int, Field(ge=1)]
Name = Annotated[str, AfterValidator(_checked_name)]


class Section(BaseModel):
    """A part of the study: frozen, and closed to keys that nothing reads."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
