"""What a study says, as frozen types. A field's description is what it allows; errors quote it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, ClassVar, Final, Literal, Self, TypeVar

from pydantic import Field, ValidationInfo, model_validator

from naysay.study.about import About, Announcements, MarketOptions, Sentiment
from naysay.study.company import Company
from naysay.study.losses import WarnAbove
from naysay.study.post_columns import PostColumns
from naysay.study.post_source import PostSource
from naysay.study.price_options import PriceOptions
from naysay.study.report_options import Report
from naysay.study.values import (
    MOST_COMPANIES,
    MOST_SESSIONS,
    PostCount,
    Section,
    Text,
    refuse,
    some,
)


class PostOptions(PostSource):
    company: Literal["folder", "file", "column", "text"] = Field(
        default="file", description="folder, file, column or text: what names a post's company"
    )
    forum: Literal["one", "folder", "file", "column"] = Field(
        default="one", description="one, folder, file or column: what names the forum a post is from"
    )
    columns: PostColumns = PostColumns()
    timezone: Text = Field(
        default="UTC", description="the time zone of instants that name none, such as Europe/Berlin"
    )
    clock: Literal["instant", "date_only"] = Field(
        default="instant",
        description="instant, or date_only: posts are known only after the end of their day in timezone",
    )
    date_order: Literal["day_first", "month_first"] | None = Field(
        default=None,
        description="day_first or month_first: what 1/2/2024 means; if left out the file must show it",
    )
    retweets: Literal["drop", "keep"] = Field(
        default="drop", description="drop or keep posts that repeat another"
    )
    max_companies: PostCount | None = Field(
        default=None,
        description="a post that names more companies, 1 to 1000000, is left out; none if left out",
    )
    max_lost: float = Field(
        default=0.05,
        ge=0,
        le=1,
        description="the share of rows, 0 to 1, that may be unreadable before a run refuses",
    )


WEIGHED: Final = ("negative_share", "mean_score", "bullishness", "disagreement")
"""Measures in which a post can weigh less than another; the others count posts or authors."""


class Chatter(Section):
    measure: Literal[
        "negative_share", "mean_score", "n_negative", "negative_authors", "bullishness", "disagreement",
        "mood",
    ] = Field(
        default="negative_share",
        description="negative_share, mean_score, n_negative, negative_authors, bullishness, disagreement or "
        "mood",
    )  # fmt: skip
    negative_below: float = Field(
        default=-0.05,
        ge=-1,
        le=0,
        description="a score, -1 to 0, at or below which a post counts as negative",
    )
    min_posts: PostCount = Field(
        default=1, description="the fewest posts, 1 to 1000000, of a session that is measured"
    )
    weight: Literal["whole", "shared"] = Field(
        default="whole",
        description="whole or shared: a post that names n companies of the study counts 1 for each, or 1/n",
    )
    same_text: Literal["keep", "once"] = Field(
        default="keep", description="keep or once: what becomes of a text that the session had before"
    )
    author_posts: PostCount | None = Field(
        default=None,
        description="the most posts of one author, 1 to 1000000, that count in a session; all if left out",
    )
    bot_posts: PostCount | None = Field(
        default=None,
        description="an author of more posts, 1 to 1000000, in 24 hours is taken for a bot; nobody if left "
        "out",
    )
    cutoff: int = Field(
        default=0, ge=0, le=1439, description="minutes before the close, 0 to 1439, after which a post waits"
    )
    history: int = Field(
        default=120,
        ge=2,
        le=MOST_SESSIONS,
        description="past measured sessions, 2 to 10000, to standardise on",
    )
    min_history: int = Field(
        default=20,
        ge=2,
        le=MOST_SESSIONS,
        description="the fewest past sessions, 2 to 10000, to standardise on",
    )

    @model_validator(mode="after")
    def _enough(self) -> Self:
        if self.min_history > self.history:
            raise refuse(
                f"a min_history up to history = {self.history}", "Lower min_history or raise history."
            )
        if self.weight == "shared" and self.measure not in WEIGHED:
            raise refuse(
                f'{" or ".join(WEIGHED)} with weight = "shared"',
                'Choose one of these measures, since others count whole posts, or write weight = "whole".',
            )
        return self


class MethodOptions(Section):
    """The section of a method, which stands with the method; the roof puts it into the study by its name."""

    without_benchmark: ClassVar[Mapping[str, Any]] = {}
    """Defaults of the keys that need a benchmark, for a study that names none."""

    def check_within(self, study: Study, context: Mapping[str, Any]) -> None:
        """Refuse, by ``values.refuse``, what does not go together with the rest of ``study``.

        ``context`` is that of the validation: it may have the names of ``parts``.
        """


OfStudy = TypeVar("OfStudy", bound=Section)


class Study(Section):
    """One question, complete: two equal studies over equal data give equal bytes.

    These are the sections that every study has. ``naysay.run.parts`` adds those of the methods, and
    ``section`` gives any of them with its type.
    """

    study: About
    company: tuple[Company, ...] = Field(
        min_length=1,
        max_length=MOST_COMPANIES,
        description=f"one [[company]] table or more, up to {MOST_COMPANIES}",
    )
    market: MarketOptions = MarketOptions()
    posts: PostOptions
    prices: PriceOptions = PriceOptions()
    sentiment: Sentiment = Sentiment()
    chatter: Chatter = Chatter()
    announcements: Announcements = Announcements()
    warn_above: WarnAbove = WarnAbove()
    report: Report = Report()

    @model_validator(mode="before")
    @classmethod
    def _without_benchmark(cls, content: Any) -> Any:
        """Abnormal returns and the market model need a benchmark; without one the defaults do without."""
        match content:
            case {"market": {"benchmark": _}}:
                return content
            case dict():
                filled = dict(content)
                for name, model in cls._methods().items():
                    own = filled.get(name, {})
                    if model.without_benchmark and isinstance(own, dict):
                        filled[name] = {**model.without_benchmark, **own}
                return filled
        return content

    @model_validator(mode="before")
    @classmethod
    def _with_sweep(cls, content: Any) -> Any:
        """A section ``[sweep]`` that varies a key asks for the method, whatever methods the study names."""
        match content:
            case {"sweep": dict(swept), "study": dict(about)} if any(
                isinstance(lists, dict) and lists for lists in swept.values()
            ):
                named = about.get("methods", About.model_fields["methods"].default)
                if isinstance(named, list | tuple) and "sweep" not in named:
                    return {**content, "study": {**about, "methods": [*named, "sweep"]}}
        return content

    @model_validator(mode="after")
    def _goes_together(self, info: ValidationInfo) -> Self:
        twice = sorted(ticker for ticker, times in Counter(self.tickers).items() if times > 1)
        if twice:
            raise refuse(
                "each ticker once",
                f"Remove the second [[company]] of {some(twice)}.",
                field="company",
                got=some(twice),
            )
        self.prices.check_tickers({*self.tickers, self.market.benchmark or ""})
        for name in self._methods():
            getattr(self, name).check_within(self, info.context or {})
        if self.report.focus and self.report.focus not in self.tickers:
            raise refuse(
                f"a ticker of the study: {some(self.tickers)}",
                "Choose one of them, or leave it out.",
                field="report.focus",
                got=self.report.focus,
            )
        if isinstance(self.report.companies, tuple):
            unknown = sorted({*self.report.companies} - {*self.tickers})
            if unknown:
                raise refuse(
                    f"tickers of the study: {some(self.tickers)}",
                    f'Remove {some(unknown)}, or write "all".',
                    field="report.companies",
                    got=self.report.companies,
                )
        return self

    @classmethod
    def _methods(cls) -> dict[str, type[MethodOptions]]:
        """The sections of methods, by name."""
        annotations = {name: field.annotation for name, field in cls.model_fields.items()}
        return {
            name: model
            for name, model in annotations.items()
            if isinstance(model, type) and issubclass(model, MethodOptions)
        }

    def section(self, model: type[OfStudy]) -> OfStudy:
        """The section of the type ``model``.

        Raises
        ------
        LookupError
            When the study was read with a type that has no such section: a mistake of the program.
        """
        for name in type(self).model_fields:
            if isinstance(own := getattr(self, name), model):
                return own
        raise LookupError(f"no section {model.__name__}: read the study with naysay.run.parts.study_type()")

    @property
    def tickers(self) -> tuple[str, ...]:
        """The tickers of the companies, in the order of the study."""
        return tuple(company.ticker for company in self.company)

    def calendar_of(self, company: Company) -> str:
        """The exchange whose sessions ``company`` trades on."""
        return company.calendar or self.market.calendar
