"""Where a study's prices come from, how their files are written, and what it says of jumps in them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field, field_validator

from naysay.study.values import FIRST_DATE, LAST_DATE, Section, StudyPath, Text, is_ticker, part, refuse, some

DecimalSign = Literal[".", ","]
DateOrder = Literal["day_first", "month_first"]
REAL: Final = "real"
LARGEST_RATIO: Final = 10_000
_RATIO: Final = re.compile(r"([1-9][0-9]{0,4}):([1-9][0-9]{0,4})")
_JUMP_ALLOWED: Final = (
    'texts such as "AAA 2021-08-02 4:1" (a ticker, the first session at the new level, old units for new '
    'ones) or "AAA 2021-08-02 real"'
)


@dataclass(frozen=True, slots=True)
class PriceJump:
    """What a study says of a jump: earlier prices are divided by ``ratio``, or with None it is real."""

    ticker: str
    session: dt.date
    ratio: Fraction | None

    @classmethod
    def of(cls, text: str) -> PriceJump:
        """The jump that ``text`` says, such as "AAA 2021-08-02 4:1".

        Raises
        ------
        ValueError
            Any other text.
        """
        ticker, day, kind = text.split()
        ratio = _RATIO.fullmatch(kind)
        if not is_ticker(ticker) or (ratio is None and kind != REAL):
            raise ValueError(text)
        session = dt.date.fromisoformat(day)
        if not FIRST_DATE <= session <= LAST_DATE or len(day) != len("2021-08-02"):
            raise ValueError(text)
        return cls(ticker, session, Fraction(int(ratio[1]), int(ratio[2])) if ratio else None)

    def __str__(self) -> str:
        kind = f"{self.ratio.numerator}:{self.ratio.denominator}" if self.ratio else REAL
        return f"{self.ticker} {self.session} {kind}"


def _checked_jump(text: str) -> str:
    try:
        jump = PriceJump.of(text)
    except ValueError:
        raise refuse(_JUMP_ALLOWED, "Write it as the message that asked for it does.") from None
    if jump.ratio is not None and not 1 / LARGEST_RATIO <= jump.ratio <= LARGEST_RATIO:
        raise refuse(f"ratios from 1:{LARGEST_RATIO} to {LARGEST_RATIO}:1", "Correct the ratio.")
    if jump.ratio == 1:
        raise refuse("a ratio other than 1:1", f"Leave the line out, or write {REAL} if the price jumped.")
    return text


class PriceColumns(Section):
    """Which column of a file of prices holds what; a name that is left out is found among the usual ones."""

    date: Text = Field(default="", description="the column with the session; found if left out")
    open: Text = Field(default="", description="the column with the first price; found if left out")
    high: Text = Field(default="", description="the column with the highest price; found if left out")
    low: Text = Field(default="", description="the column with the lowest price; found if left out")
    close: Text = Field(default="", description="the column with the last price; found if left out")
    adj_close: Text = Field(
        default="",
        description="the column with the close adjusted for dividends and splits; found if left out",
    )
    volume: Text = Field(
        default="", description="the column with the number of shares traded; found if left out"
    )


class PriceOptions(Section):
    source: Annotated[str, part("markets")] = Field(
        default="csv", description="a name `naysay list markets` shows"
    )
    path: StudyPath = Field(
        default="", description="a folder with one TICKER.csv each, a glob, or a path with {ticker}"
    )
    columns: PriceColumns = PriceColumns()
    decimal: DecimalSign | None = Field(
        default=None, description='"." or ",": the decimal sign of the files; found if left out'
    )
    date_order: DateOrder | None = Field(
        default=None,
        description="day_first or month_first: how dates such as 03/04/2024 are meant; found if left out",
    )
    date_shift: int = Field(
        default=0,
        ge=-1,
        le=1,
        description="days, -1, 0 or 1, to add to each date that another time zone has moved",
    )
    jumps: tuple[Annotated[str, AfterValidator(_checked_jump)], ...] = Field(
        default=(), max_length=1_000, description=f"up to 1000 {_JUMP_ALLOWED}"
    )
    max_lost: float = Field(
        default=0.05,
        ge=0,
        le=1,
        description="the share of a symbol's rows, 0 to 1, that may be unusable before it is left out",
    )

    @field_validator("jumps")
    @classmethod
    def _once(cls, jumps: tuple[str, ...]) -> tuple[str, ...]:
        sessions = [(jump.ticker, jump.session) for jump in map(PriceJump.of, jumps)]
        if len(set(sessions)) < len(sessions):
            raise refuse("one line for each ticker and session", "Remove the second.")
        return jumps

    def check_tickers(self, known: Collection[str]) -> None:
        """Refuse, by ``values.refuse``, jumps of what is not ``known``."""
        if strange := sorted({jump.ticker for jump in self.told_jumps} - set(known)):
            raise refuse(
                "prices.jumps of companies or of the benchmark", f"Correct or remove {some(strange)}."
            )

    @property
    def told_jumps(self) -> tuple[PriceJump, ...]:
        """What the study says of jumps, the earliest first."""
        return tuple(sorted(map(PriceJump.of, self.jumps), key=lambda jump: jump.session))

    def jumps_of(self, ticker: str) -> tuple[PriceJump, ...]:
        """What the study says of jumps of ``ticker``, the earliest first."""
        return tuple(jump for jump in self.told_jumps if jump.ticker == ticker) if self.jumps else ()


AS_FOUND: Final = PriceOptions()
"""What a study says that says nothing of its prices."""
