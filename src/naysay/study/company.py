"""A company of a study, and how posts may write it."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, field_validator

from naysay.study.values import TICKER_ALLOWED, Section, Shown, Text, Ticker, has_check_digit, refuse


class Alias(Section):
    name: Text = Field(min_length=2, description="a name in posts, 2 to 200 characters")
    case_sensitive: bool = Field(default=False, description="true: only as it is written here")
    needs_context: bool = Field(default=False, description="true: only in posts that speak of shares")
    exclude_if: tuple[Text, ...] = Field(
        default=(),
        max_length=100,
        description="up to 100 phrases of up to 200 characters with which it means something else",
    )


def _as_alias(value: Any) -> Any:
    return {"name": value} if isinstance(value, str) else value


class Company(Section):
    ticker: Ticker = Field(description=TICKER_ALLOWED)
    name: Shown = Field(
        default="",
        description="the company's name in the report, up to 200 characters; its ticker when left out",
    )
    aliases: tuple[Annotated[Alias, BeforeValidator(_as_alias)], ...] = Field(
        default=(),
        max_length=1000,
        description="up to 1000 other names in posts, each a text or a table with name and flags",
    )
    isin: str = Field(default="", pattern=r"^([A-Z]{2}[A-Z0-9]{9}[0-9])?$", description="an ISIN, or nothing")
    wkn: str = Field(
        default="", pattern=r"^([A-Z0-9]{6})?$", description="a WKN of six characters; the ISIN's if left out"
    )
    shares_outstanding: float | None = Field(
        default=None, gt=0, le=1e15, description="a number of shares above 0, up to 1e15"
    )
    currency: str = Field(default="", pattern=r"^([A-Z]{3})?$", description="three capitals such as EUR")
    home_cashtag: bool = Field(
        default=False,
        description="true: the ticker without its exchange, such as $SAP of SAP.DE, is this company in every "
        "post, whatever else the post says",
    )
    calendar: Text = Field(
        default="", description="an exchange code such as XETR; the market's when left out"
    )
    peer: bool = Field(
        default=False,
        description="true: one of those that the report's focus is compared with; where none is "
        "marked, all others are",
    )

    @field_validator("isin")
    @classmethod
    def _check_digit(cls, isin: str) -> str:
        if isin and not has_check_digit(isin):
            raise refuse(
                "an ISIN whose last digit is its check digit", "Copy it again; a character is wrong."
            )
        return isin

    @property
    def label(self) -> str:
        """What the report calls it."""
        return self.name or self.ticker

    @property
    def known_wkn(self) -> str:
        """The WKN, which a German ISIN holds: DE000A1EWWW0 is A1EWWW."""
        return self.wkn or (self.isin[5:11] if self.isin.startswith("DE000") else "")
