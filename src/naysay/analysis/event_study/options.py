"""The options of the event study in a study file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final, Literal, Self, get_args

from pydantic import Field, model_validator

from naysay.study.spec import MethodOptions, Study
from naysay.study.values import Date, PostCount, Section, Sessions, StudyPath, Ticker, Window, refuse, some

USUAL_WINDOWS: Final = ((-10, -1), (0, 0), (1, 5))
"""What went before, the event's own session, what came after; the whole event window joins them."""
Test = Literal[
    "cross_sectional_t",
    "skewness_adjusted_t",
    "j1",
    "bw85",
    "patell",
    "adjusted_patell",
    "bmp",
    "adjusted_bmp",
    "corrado_rank",
    "corrado_zivney",
    "grank_t",
    "grank_z",
    "sign",
    "generalized_sign",
    "wilcoxon",
    "wild_bootstrap",
    "placebo",
]
Model = Literal[
    "market", "market_adjusted", "constant_mean", "scholes_williams", "dimson", "garch", "factors"
]
TESTS: Final[tuple[str, ...]] = get_args(Test)
Trigger = Literal["surprise", "absolute", "robust_z", "quantile"]
LEFT_OUT: Final[dict[str, dict[str, float]]] = {
    "surprise": {"threshold": 2.0, "min_posts": 3},
    "absolute": {"threshold": 2.0, "min_posts": 5},
    "robust_z": {"threshold": 2.0, "min_posts": 5},
    "quantile": {"min_posts": 5},
}
"""What bounds are by trigger where a study leaves them out."""
MOST: Final = 12
"""The largest surprise that a study may name: one session in 10^12."""


class GivenEvent(Section):
    company: Ticker = Field(description="the ticker of a company of the study")
    session: Date = Field(description="a date; a day without trading moves on to the next session")


class EventStudyOptions(MethodOptions):
    without_benchmark: ClassVar[Mapping[str, Any]] = {"model": "constant_mean"}
    without_posts: ClassVar[Mapping[str, Any]] = {"trigger": "absolute", "characteristics": ("negativity",)}

    model: Model = Field(default="market", description=f"the normal return: {', '.join(get_args(Model))}")
    benchmark: Literal["market", "peers"] = Field(
        default="market",
        description="market or peers: the study's benchmark, or the mean of its other companies",
    )
    factors: StudyPath = Field(
        default="",
        description="a CSV file of decimal factor returns below the workspace, with model factors only",
    )
    compounding: Literal["log", "simple"] = Field(
        default="log", description="log or simple: the kind of return that is studied"
    )
    estimation: Window = Field(
        default=(-130, -11),
        description="first and last session, -2500 to 2500, before the event window",
    )
    event_window: Window = Field(
        default=(-10, 10), description="first and last session, -2500 to 2500, around the event"
    )
    windows: tuple[Window, ...] = Field(
        default=(*USUAL_WINDOWS, (-10, 10)),
        min_length=1,
        max_length=100,
        description="up to 100 pairs inside the event window; before, itself, after and the whole when left "
        "out",
    )
    primary_window: Window | None = Field(
        default=None, description="the window the findings tell; the first that starts after 0 when left out"
    )
    test: Test = Field(default="adjusted_bmp", description=f"the test the findings tell: {', '.join(TESTS)}")
    trigger: Trigger = Field(
        default="surprise",
        description=f"what makes a storm (surprise) or a spike (the others): {', '.join(get_args(Trigger))}",
    )
    threshold: float = Field(
        default=2.0,
        gt=0,
        le=1_000_000,
        description="above 0, up to 1000000; surprise: 2 is as many negative posts as chance brings on one "
        "session in 100, 3 on one in 1,000; absolute, robust_z: standard deviations of negativity; "
        "quantile: below 1",
    )
    surge: float | None = Field(
        default=None,
        gt=1,
        le=1_000_000,
        description="above 1, up to 1000000: how many times the usual posts a storm or spike needs; none if "
        "left out",
    )
    min_posts: PostCount = Field(
        default=3,
        description="the fewest negative posts, 1 to 1000000, of a storm; or posts of a spike, then 5 if "
        "left out",
    )
    min_authors: PostCount = Field(
        default=3,
        description="the fewest authors, 1 to 1000000, of a storm's negative posts, where authors are known",
    )
    min_gap: Sessions = Field(
        default=10,
        description="the fewest sessions, 1 to 10000, from a spike of a company to its next, or from the "
        "last stormy session of a storm to the next storm",
    )
    exclude_contaminated: bool = Field(
        default=False, description="true leaves out events that overlap others"
    )
    min_observations: Sessions | None = Field(
        default=None, description="the fewest returns, 1 to 10000, in the estimation window"
    )
    events: tuple[GivenEvent, ...] = Field(
        default=(),
        max_length=100_000,
        description="up to 100000 events given by company and session, not found",
    )
    events_file: StudyPath = Field(
        default="", description="a CSV file of events below the workspace: columns company and session"
    )
    announcements: Literal["keep", "exclude", "apart"] = Field(
        default="keep", description="keep, exclude or apart: what becomes of events near an announcement"
    )
    draws: int = Field(
        default=999, ge=19, le=100_000, description="draws, 19 to 100000, of the wild bootstrap"
    )
    placebo_draws: int = Field(
        default=999,
        ge=19,
        le=100_000,
        description="placebo studies, 19 to 100000, on sessions without an event",
    )
    volume_model: Literal["constant_mean", "market"] = Field(
        default="constant_mean", description="constant_mean or market: the normal trading volume"
    )
    characteristics: tuple[Literal["negativity", "log_n_posts"], ...] = Field(
        default=("negativity", "log_n_posts"),
        max_length=10,
        description="a list of negativity and log_n_posts: what CARs are regressed on",
    )

    @model_validator(mode="before")
    @classmethod
    def _usual_windows(cls, content: Any) -> Any:
        """Where the study names only the event window, the usual windows are cut to what lies in it."""
        match content:
            case {"event_window": [int(start), int(end)]} if "windows" not in content and start <= end:
                cut = ((max(start, first), min(end, last)) for first, last in USUAL_WINDOWS)
                windows = [*(window for window in cut if window[0] <= window[1]), (start, end)]
                return {**content, "windows": list(dict.fromkeys(windows))}
        return content

    @model_validator(mode="before")
    @classmethod
    def _usual_bounds(cls, content: Any) -> Any:
        """Bounds that are left out are those of the trigger."""
        match content:
            case {"trigger": str(trigger)} if trigger in LEFT_OUT:
                return {**LEFT_OUT[trigger], **content}
        return content

    @model_validator(mode="after")
    def _windows(self) -> Self:
        if (self.model == "factors") != bool(self.factors):
            raise refuse('factors = "FILE.csv" together with model = "factors"', "Give both, or neither.")
        if self.trigger == "quantile" and self.threshold >= 1:
            raise refuse("a threshold below 1 with trigger quantile", "Write 0.95 for the highest twentieth.")
        if self.trigger == "surprise" and self.threshold > MOST:
            raise refuse(f"a threshold up to {MOST} with trigger surprise", "Two is one session in 100.")
        if self.events and self.events_file:
            raise refuse("events or events_file, not both", "Put all of them into the file.")
        for window in (self.estimation, self.event_window, *self.windows):
            if window[0] > window[1]:
                raise refuse("windows whose start is not after their end", f"Write {list(window[::-1])}.")
        if self.estimation[1] >= self.event_window[0]:
            raise refuse(
                f"an estimation window that ends before the event window starts at {self.event_window[0]}",
                "End the estimation window earlier.",
            )
        if self.primary_window is not None and self.primary_window not in self.windows:
            raise refuse(f"a primary_window among {[list(w) for w in self.windows]}", "Add it to windows.")
        if len(set(self.windows)) < len(self.windows):
            raise refuse("each window once", "Remove the repeated window.")
        length = self.estimation[1] - self.estimation[0] + 1
        if self.min_observations is not None and self.min_observations > length:
            raise refuse(f"min_observations up to the {length} sessions of estimation", "Lower it.")
        if any(w[0] < self.event_window[0] or w[1] > self.event_window[1] for w in self.windows):
            raise refuse(f"windows inside the event window {list(self.event_window)}", "Widen event_window.")
        return self

    def check_within(self, study: Study, context: Mapping[str, Any]) -> None:
        del context
        strangers = sorted({event.company for event in self.events} - set(study.tickers))
        if strangers:
            raise refuse(
                "events of the study's own companies",
                f"Add [[company]] tables for {some(strangers)}.",
                field="event_study.events",
                got=some(strangers),
            )
        if not study.has_posts:
            self._check_measures(counted=study.chatter.columns.n_posts is not None)
        if self.announcements != "keep" and not study.announcements.path:
            raise refuse("a path in [announcements]", "Name the file, or keep events near announcements.")

    def _check_measures(self, *, counted: bool) -> None:
        """Refuse what daily measures cannot show: negative posts, or posts unless ``counted``."""
        if self.trigger == "surprise":
            raise refuse(
                "absolute, robust_z or quantile with daily measures: surprise counts negative posts",
                "Leave it out for absolute, a number of standard deviations, or name events of your own.",
                field="event_study.trigger",
                got=self.trigger,
            )
        if self.surge is not None and not counted:
            raise refuse(
                "a surge where a column has the number of posts",
                "Name that column as n_posts below [chatter.columns], or leave surge out.",
                field="event_study.surge",
                got=self.surge,
            )

    @property
    def reported_window(self) -> Window:
        """The window that the findings report, named before anything is estimated.

        Only what starts after the event's own session can have followed it: a price may move before the
        posts of its session are written.
        """
        if self.primary_window is not None:
            return self.primary_window
        return next((window for window in self.windows if window[0] > 0), self.windows[0])
