"""What a study says, as frozen types. A field's description is what it allows; errors quote it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Annotated, Any, Final, Literal, Self

from pydantic import Field, model_validator

from naysay.study.about import About, Market
from naysay.study.company import Company
from naysay.study.event_options import Announcements, EventStudy
from naysay.study.options import (
    Calibration,
    Correlation,
    Granger,
    GrangerChecks,
    Projections,
    Robustness,
    VectorAutoregression,
)
from naysay.study.values import (
    MOST_COMPANIES,
    MOST_SESSIONS,
    Option,
    PostCount,
    Section,
    StudyPath,
    Text,
    part,
    refuse,
)


class PostColumns(Section):
    """Which column of a table holds what."""

    id: Text = Field(default="id", description="the column with the post's own number or name")
    posted_at: Text = Field(default="posted_at", description="the column with the instant of posting")
    text: Text = Field(default="text", description="the column with the post's text")
    company: Text = Field(default="company", description="the column with the ticker, name or alias")
    author: Text = Field(default="author", description="the column with the author, if there is one")
    forum: Text = Field(default="forum", description="the column with the forum, if there is one")


class Posts(Section):
    format: Annotated[str, part("forums")] = Field(description="a name that `naysay list forums` shows")
    path: StudyPath = Field(
        min_length=1, description="a file or glob below the workspace, such as data/posts/*.jsonl.zst"
    )
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


class Prices(Section):
    source: Annotated[str, part("markets")] = Field(
        default="csv", description="a name `naysay list markets` shows"
    )
    path: StudyPath = Field(
        default="", description="a folder with one TICKER.csv each, a glob, or a path with {ticker}"
    )


class Sentiment(Section):
    scorer: Annotated[str, part("scorers")] = Field(
        default="finance", description="a name `naysay list scorers` shows"
    )
    options: dict[Text, Option] = Field(
        default_factory=dict, max_length=20, description="up to 20 options of the scorer's own"
    )


class Chatter(Section):
    measure: Literal[
        "negative_share", "mean_score", "n_negative", "negative_authors", "bullishness", "disagreement"
    ] = Field(
        default="negative_share",
        description="negative_share, mean_score, n_negative, negative_authors, bullishness or disagreement",
    )
    negative_below: float = Field(
        default=-0.05,
        ge=-1,
        le=0,
        description="a score, -1 to 0, at or below which a post counts as negative",
    )
    min_posts: PostCount = Field(
        default=1, description="the fewest posts, 1 to 1000000, of a session that is measured"
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
        return self


class Report(Section):
    sections: tuple[Annotated[str, part("sections")], ...] = Field(
        default=(
            "cover",
            "price",
            "event_study",
            "storms",
            "lead_lag",
            "size",
            "companies",
            "robustness",
            "methods",
        ),
        max_length=100,
        description="names that `naysay list sections` shows",
    )
    quotes: Literal[False] = Field(default=False, description="false: posts are not quoted")
    formats: tuple[Annotated[str, part("exports")], ...] = Field(
        default=("pdf", "html"), max_length=10, description="names that `naysay list exports` shows"
    )
    focus: Text = Field(
        default="", description="the ticker whose charts are drawn; the first company when left out"
    )


SHOWN: Final = 20
_WITHOUT_BENCHMARK: Final = (
    ("granger", "returns", "ret"),
    ("granger_checks", "returns", "ret"),
    ("projections", "returns", "ret"),
    ("vector_autoregression", "returns", "ret"),
    ("event_study", "model", "constant_mean"),
)


class Study(Section):
    """One question, complete: two equal studies over equal data give equal bytes."""

    study: About
    company: tuple[Company, ...] = Field(
        min_length=1,
        max_length=MOST_COMPANIES,
        description=f"one [[company]] table or more, up to {MOST_COMPANIES}",
    )
    market: Market = Market()
    posts: Posts
    prices: Prices = Prices()
    sentiment: Sentiment = Sentiment()
    chatter: Chatter = Chatter()
    announcements: Announcements = Announcements()
    granger: Granger = Granger()
    granger_checks: GrangerChecks = GrangerChecks()
    event_study: EventStudy = EventStudy()
    projections: Projections = Projections()
    correlation: Correlation = Correlation()
    vector_autoregression: VectorAutoregression = VectorAutoregression()
    calibration: Calibration = Calibration()
    robustness: Robustness = Robustness()
    report: Report = Report()

    @model_validator(mode="before")
    @classmethod
    def _without_benchmark(cls, given: Any) -> Any:
        """Abnormal returns and the market model need a benchmark; without one the defaults do without."""
        match given:
            case {"market": {"benchmark": _}}:
                return given
            case dict():
                filled = dict(given)
                for section, key, value in _WITHOUT_BENCHMARK:
                    own = filled.get(section, {})
                    filled[section] = {key: value, **own} if isinstance(own, dict) else own
                return filled
        return given

    @model_validator(mode="after")
    def _companies(self) -> Self:
        tickers = [company.ticker for company in self.company]
        twice = sorted(ticker for ticker, times in Counter(tickers).items() if times > 1)
        if twice:
            raise refuse("each ticker once", f"Remove the second [[company]] of {_some(twice)}.")
        strangers = sorted({event.company for event in self.event_study.events} - set(tickers))
        if strangers:
            raise refuse(
                "events of the study's own companies", f"Add [[company]] tables for {_some(strangers)}."
            )
        if self.event_study.announcements != "keep" and not self.announcements.path:
            raise refuse("a path in [announcements]", "Name the file, or keep events near announcements.")
        if "announcements" in self.granger.controls and not self.announcements.path:
            raise refuse("a path in [announcements]", "Name the file, or drop the control announcements.")
        if self.report.focus and self.report.focus not in tickers:
            raise refuse(f"a report.focus among {_some(tickers)}", "Choose one of them, or leave it out.")
        return self

    @property
    def focus(self) -> Company:
        """The company that the charts of one company show."""
        return next((c for c in self.company if c.ticker == self.report.focus), self.company[0])

    def calendar_of(self, company: Company) -> str:
        """The exchange whose sessions ``company`` trades on."""
        return company.calendar or self.market.calendar


def _some(names: Sequence[str]) -> str:
    """The first of ``names``, and how many more there are."""
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more
