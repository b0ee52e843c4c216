"""What a study is about: its name, its time, its methods, its market and scorer, and what was announced."""

from __future__ import annotations

from typing import Annotated, Final, Literal, get_args

from pydantic import Field, ValidationInfo, field_validator

from naysay.study.values import (
    FIRST_DATE,
    LAST_DATE,
    LATEST,
    Date,
    LastDate,
    Name,
    Option,
    Section,
    StudyPath,
    Text,
    Ticker,
    Window,
    part,
    refuse,
)

Language = Literal["en", "de"]
"""The languages of reports."""


USUAL: Final = (
    "stationarity", "correlation", "granger", "event_study", "projections", "size", "robustness", "clock",
    "forums", "calibration", "themes",
)  # fmt: skip
"""The methods of a study that names none."""
WITHOUT_POSTS: Final = tuple(name for name in USUAL if name not in ("forums", "themes"))
"""Those of a study of daily measures that names none."""


class About(Section):
    name: Name = Field(description="a short name for the folder of its runs")
    title: Text = Field(default="", description="the question in the reader's words, up to 200 characters")
    start: Date = Field(
        description=f"the first trading date, such as 2024-01-02, from {FIRST_DATE} to {LAST_DATE}"
    )
    end: LastDate = Field(
        description=f"the last trading date, such as 2025-12-30, up to {LAST_DATE}; or latest, the last "
        "session that the prices have"
    )
    looks: Literal["monthly", "once"] | None = Field(
        default=None,
        validate_default=True,
        description="monthly or once: whether the report is one of a series on growing data, which needs a "
        "boundary of its own; if left out monthly with end = latest, else once",
    )
    first_report: Date | None = Field(
        default=None,
        description="with monthly looks, a day in the month of the first report of the series; if left out "
        "the first month with enough data",
    )
    language: Language = Field(
        default="en", description=f"{' or '.join(get_args(Language))}: the language of the report"
    )
    seed: int = Field(
        default=0,
        ge=0,
        lt=2**63,
        description="a whole number from 0 to 2^63 - 1: the start of all random draws",
    )
    methods: tuple[Annotated[str, part("methods")], ...] = Field(
        default=USUAL,
        max_length=100,
        description="names that `naysay list methods` shows",
    )
    planted_bp: float | None = Field(
        default=None,
        ge=-10_000,
        le=10_000,
        description="simulated companies only: the effect put in, -10000 to 10000 basis points per standard "
        "deviation of mood",
    )

    @field_validator("end")
    @classmethod
    def _in_order(cls, end: LastDate, info: ValidationInfo) -> LastDate:
        start = info.data.get("start")
        if start is not None and start > end:
            raise refuse(f"an end on or after the start {start}", "Swap the two dates, or correct the years.")
        return end

    @field_validator("looks")
    @classmethod
    def _as_the_end(cls, looks: str | None, info: ValidationInfo) -> str | None:
        """A run puts a date in the place of "latest", so what follows from it is kept here."""
        if looks is not None or "end" not in info.data:
            return looks
        return "monthly" if info.data["end"] == LATEST else "once"

    @field_validator("first_report")
    @classmethod
    def _of_a_series(cls, first: Date | None, info: ValidationInfo) -> Date | None:
        if first is None:
            return None
        if info.data.get("looks") == "once":
            raise refuse(
                'a first_report with looks = "monthly"',
                'Write looks = "monthly" if the study is reported every month, or leave first_report out.',
            )
        start, end = info.data.get("start"), info.data.get("end")
        if start is not None and end is not None and not start <= first <= end:
            raise refuse(
                f"a day from the start {start} to the end of the study", "Correct it, or leave it out."
            )
        return first


class MarketOptions(Section):
    calendar: Text = Field(default="XNYS", description="an exchange code such as XNYS or XETR")
    benchmark: Ticker | None = Field(default=None, description="the ticker of an index in the price source")


class Sentiment(Section):
    scorer: Annotated[str, part("scorers")] = Field(
        default="auto", description="a name `naysay list scorers` shows"
    )
    options: dict[Text, Option] = Field(
        default_factory=dict, max_length=20, description="up to 20 options of the scorer's own"
    )
    labelled: StudyPath = Field(
        default="",
        description="a TSV file below the workspace: columns label and text, posts of this kind that people "
        "labelled",
    )


class Announcements(Section):
    path: StudyPath = Field(
        default="", description="a CSV file below the workspace: columns company and session, a row each"
    )
    near: Window = Field(
        default=(-1, 1),
        description="first and last session, -2500 to 2500, around an event that an announcement touches",
    )

    @field_validator("near")
    @classmethod
    def _in_order(cls, near: Window) -> Window:
        if near[0] > near[1]:
            raise refuse("a window whose start is not after its end", f"Write {list(near[::-1])}.")
        return near
