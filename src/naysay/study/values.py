"""Values that every section of a study shares, and how a value is refused."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import PurePath
from typing import Annotated, Any, Final, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
)
from pydantic_core import PydanticCustomError

from naysay.study.errors import Fault

FIRST_DATE: Final = dt.date(1900, 1, 1)
LAST_DATE: Final = dt.date(2100, 12, 31)
"""The calendars of exchanges and instants in nanoseconds reach further, but no forum does."""
LATEST: Final = dt.date.max
"""Stands for ``end = "latest"`` until a run knows which day that is."""
MOST_SESSIONS: Final = 10_000
"""Forty years of trading."""
MOST_AROUND: Final = 2_500
"""Sessions before or after an event: ten years of trading."""
MOST_POSTS: Final = 1_000_000
"""Posts, or authors, of a company on a session; the busiest forums have some hundred thousand."""
MOST_COMPANIES: Final = 20_000
"""More than any exchange lists."""
MOST_VALUES: Final = 1_000
SHOWN: Final = 20
"""Names that an error lists; the others are counted."""
LONGEST_PATH: Final = 4_000
"""Characters; file systems end at 4,096 bytes."""
RESERVED_TICKERS: Final = ("MEAN_GROUP", "POOLED")
"""What stands for all companies in the column company of a table."""
_TICKER = re.compile(r"[A-Za-z0-9^][A-Za-z0-9.^=_-]{0,19}")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")

TICKER_ALLOWED: Final = (
    "1 to 20 of the characters A-Z a-z 0-9 . ^ = _ -, starting with a letter, a digit or ^"
)


def refuse(allowed: str, mend: str, *, field: str = "", got: object = None) -> PydanticCustomError:
    """The error of a validator: what is allowed and how to mend it travel with it.

    A validator that sees several values names the ``field``, below its own place, and what it ``got``.
    """
    details = {"allowed": allowed, "mend": mend, "field": field, "got": got}
    return PydanticCustomError("refused", "{allowed}. {mend}", details)


def refuse_each(faults: Sequence[Fault]) -> PydanticCustomError:
    """The error of a validator that has several ``faults``, each with the whole path of its field."""
    return PydanticCustomError("refused_each", "{faults}", {"faults": list(faults)})


def is_ticker(text: str) -> bool:
    """Whether ``text`` is TICKER_ALLOWED, so that it may stand in a path and in an address."""
    return _TICKER.fullmatch(text) is not None and ".." not in text


def checked_ticker(ticker: str) -> str:
    """``ticker`` when it may become part of a path or an address."""
    if not is_ticker(ticker):
        raise refuse(TICKER_ALLOWED, "Write the ticker as the price source spells it, without folders.")
    if ticker in RESERVED_TICKERS:
        raise refuse(
            f"any ticker but {' and '.join(RESERVED_TICKERS)}, which name the rows of all companies together",
            "Rename the ticker.",
        )
    return ticker


def _checked_name(name: str) -> str:
    if _SLUG.fullmatch(name) is None:
        raise refuse(
            "1 to 64 of the characters A-Z a-z 0-9 _ -, starting with a letter or digit",
            "The name becomes a folder below reports/: keep it short and plain.",
        )
    return name


def some(names: Sequence[str]) -> str:
    """The first of ``names``, and how many more there are."""
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


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
    """Checks a name against the files of a folder; whoever reads the study says which files there are."""

    def check(name: str, info: ValidationInfo) -> str:
        known: Sequence[str] | None = (info.context or {}).get("parts", {}).get(kind)
        if known is not None and name not in known:
            raise refuse(", ".join(known) or "nothing yet", f"See `naysay list {kind}` for what each one is.")
        return name

    return AfterValidator(check)


def _each_once(names: tuple[str, ...]) -> tuple[str, ...]:
    twice = sorted(name for name, times in Counter(names).items() if times > 1)
    if twice:
        raise refuse("each name once", f"Remove the second {some(twice)}.")
    return names


EACH_ONCE: Final = AfterValidator(_each_once)
"""A list of names that holds none twice."""


def _is_one_line(text: str) -> bool:
    return all(unicodedata.category(c) not in {"Cc", "Cs", "Zl", "Zp"} for c in text)


def _on_one_line(text: str) -> str:
    if _is_one_line(text):
        return text
    raise refuse("text on one line without control characters", "Write it again in plain characters.")


def _of_whole_characters(text: str) -> str:
    if not any(unicodedata.category(c) == "Cs" for c in text):
        return text
    raise refuse("text without half characters", "Write it again in plain characters.")


def _below(path: str) -> str:
    if path.startswith("~"):
        raise refuse(
            "a path below the workspace, or an absolute one", "Write the folder's whole path in place of ~."
        )
    if not PurePath(path).is_absolute() and ".." in PurePath(path).parts:
        raise refuse(
            "a path below the workspace, or an absolute one",
            "Put the file into data/, write its absolute path, or name its folder with --data.",
        )
    return path


def _date(value: Any) -> Any:
    """Numbers would be taken for seconds since 1970."""
    if isinstance(value, dt.date) or (isinstance(value, str) and _ISO.fullmatch(value)):
        return value
    raise PydanticCustomError("date", "Write year, month and day, such as 2024-01-02")


def _last_date(value: Any) -> Any:
    if value == LATEST:
        raise refuse(f'a date from {FIRST_DATE} to {LAST_DATE}, or "latest"', 'Write "latest".')
    return LATEST if value == "latest" else _date(value)


def _in_range(date: dt.date) -> dt.date:
    if not FIRST_DATE <= date <= LAST_DATE:
        raise refuse(f"a date from {FIRST_DATE} to {LAST_DATE}", "Correct the year.")
    return date


def _in_range_or_latest(date: dt.date) -> dt.date:
    return date if date == LATEST else _in_range(date)


def _option(value: Any) -> Any:
    """Plain values alone: what is nested could be nested without end."""
    several = value if isinstance(value, list) else [value]
    if len(several) <= MOST_VALUES and all(_plain(one) for one in several):
        return value
    raise refuse(
        f"a text, a number, true, false, or a list of up to {MOST_VALUES} of them", "Write one of these."
    )


def _plain(value: Any) -> bool:
    match value:
        case bool():
            return True
        case str():
            return len(value) <= LONGEST_PATH and _is_one_line(value)
        case int():
            return abs(value) < 2**63
        case float():
            return math.isfinite(value)
    return False


Ticker = Annotated[str, AfterValidator(checked_ticker)]
Text = Annotated[str, Field(max_length=200), AfterValidator(_on_one_line)]
"""A name, a column, a phrase: what is longer is no such thing."""
Shown = Annotated[str, Field(max_length=200), AfterValidator(_of_whole_characters)]
"""What is only shown, and made harmless wherever that is: terminal, tables and report."""
StudyPath = Annotated[
    str, Field(max_length=LONGEST_PATH), AfterValidator(_on_one_line), AfterValidator(_below)
]
"""A path below the workspace, or an absolute one."""
Date = Annotated[dt.date, BeforeValidator(_date), AfterValidator(_in_range)]
LastDate = Annotated[dt.date, BeforeValidator(_last_date), AfterValidator(_in_range_or_latest)]
"""A date, or LATEST where the study says "latest"."""
Offset = Annotated[int, Field(ge=-MOST_AROUND, le=MOST_AROUND)]
Window = tuple[Offset, Offset]
Lag = Annotated[int, Field(ge=1, le=60)]
"""Sessions; sixty are a quarter, and each lag costs an observation."""
Sessions = Annotated[int, Field(ge=1, le=MOST_SESSIONS)]
PostCount = Annotated[int, Field(ge=1, le=MOST_POSTS)]
Draws = Annotated[int, Field(ge=20, le=10_000)]
Returns = Literal["abnormal_ret", "ret"]
"""abnormal_ret: what the market does not explain; ret: the log return itself."""
Option = Annotated[Any, AfterValidator(_option)]
Name = Annotated[str, AfterValidator(_checked_name)]
_TAKES_TRUTH: Final = re.compile(r"\b(bool|Any)\b")
_NUMBER: Final = re.compile(r"\b(int|float)\b")


def truth_is_no_number(value: Any, annotation: object) -> Any:
    """``value``, unless it holds true or false where ``annotation`` has numbers: true would pass for 1."""
    if isinstance(value, list | tuple):
        for one in value:
            truth_is_no_number(one, annotation)
    elif isinstance(value, bool):
        kinds = str(annotation)
        if _NUMBER.search(kinds) and not _TAKES_TRUTH.search(kinds):
            raise PydanticCustomError("truth", "Write a number, which true and false are not")
    return value


class Section(BaseModel):
    """A part of the study: frozen, and closed to keys that nothing reads."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    @field_validator("*", mode="before")
    @classmethod
    def _no_truth(cls, value: Any, info: ValidationInfo) -> Any:
        field = cls.model_fields.get(info.field_name or "")  # pydantic 2.12.0 names another's for a default
        return value if field is None else truth_is_no_number(value, field.annotation)
