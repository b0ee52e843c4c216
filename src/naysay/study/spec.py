"""What a study says, as frozen types. A field's description is what it allows; errors quote it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self, TypeVar

from pydantic import Field, ValidationInfo, model_validator

from naysay.study.about import WITHOUT_POSTS, About, Announcements, MarketOptions, Sentiment
from naysay.study.chatter import Chatter
from naysay.study.cluster import ClusterOptions
from naysay.study.company import Company
from naysay.study.losses import WarnAbove
from naysay.study.post_options import NO_POSTS, PostOptions
from naysay.study.price_options import PriceOptions
from naysay.study.report_options import Report
from naysay.study.values import (
    MOST_COMPANIES,
    Section,
    refuse,
    some,
)

__all__ = ["Chatter", "MethodOptions", "PostOptions", "Study"]


class MethodOptions(Section):
    """The section of a method, which stands with the method; the roof puts it into the study by its name."""

    without_benchmark: ClassVar[Mapping[str, Any]] = {}
    """Defaults of the keys that need a benchmark, for a study that names none."""

    without_posts: ClassVar[Mapping[str, Any]] = {}
    """Defaults of the keys that need single posts, for a study of daily measures."""

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
    posts: PostOptions = Field(description="a table [posts], or daily measures by a path below [chatter]")
    prices: PriceOptions = PriceOptions()
    sentiment: Sentiment = Sentiment()
    chatter: Chatter = Chatter()
    announcements: Announcements = Announcements()
    warn_above: WarnAbove = WarnAbove()
    report: Report = Report()
    cluster: ClusterOptions = Field(default=ClusterOptions(), exclude=True)

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
    def _of_daily_measures(cls, content: Any) -> Any:
        """Daily measures stand in for posts; methods then start from what can be known without posts."""
        match content:
            case {"chatter": {"path": str(path)}} if path and not _has_path(content.get("posts", {})):
                filled = {**content, "posts": NO_POSTS}
                match filled.get("study"):
                    case dict(about) if "methods" not in about:
                        filled["study"] = {**about, "methods": WITHOUT_POSTS}
                for name, model in cls._methods().items():
                    own = filled.get(name, {})
                    if model.without_posts and isinstance(own, dict):
                        filled[name] = {**model.without_posts, **own}
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
        if self.chatter.path and self.posts.path:
            raise refuse(
                "[posts], or a path in [chatter], and not both",
                "Leave out [posts] to begin with the daily measures, or chatter.path to read the posts.",
                field="chatter.path",
                got=self.chatter.path,
            )
        if not self.has_posts and self.sentiment.labelled:
            raise refuse(
                "no labelled posts with daily measures: no scorer of this study made these",
                "Leave it out.",
                field="sentiment.labelled",
                got=self.sentiment.labelled,
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
    def has_posts(self) -> bool:
        """Whether the study reads posts; else it begins with daily measures."""
        return not self.chatter.path

    @property
    def chatter_kind(self) -> Literal["posts", "measures"]:
        """What the study's files of chatter hold; manifests call their kind so."""
        return "posts" if self.has_posts else "measures"

    @property
    def tickers(self) -> tuple[str, ...]:
        """The tickers of the companies, in the order of the study."""
        return tuple(company.ticker for company in self.company)

    def calendar_of(self, company: Company) -> str:
        """The exchange whose sessions ``company`` trades on."""
        return company.calendar or self.market.calendar


def _has_path(posts: Any) -> bool:
    """Whether ``posts`` is a section of a file, and none that stands for no posts."""
    return posts != NO_POSTS and bool(posts) and (not isinstance(posts, dict) or posts.get("path") != "")
