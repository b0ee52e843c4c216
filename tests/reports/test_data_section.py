"""The section on the data: when posts were written. Expected values: sentences and labels written by hand."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import pandas as pd
import pytest
from tests.reports.fakes import fake_results
from tests.reports.plain_text import plain

from naysay.analysis.quiet_hours import QuietHours
from naysay.reports.blocks import Figure, Paragraph
from naysay.reports.figures import posting_hours
from naysay.reports.figures.style import BLUE, SKY, svg
from naysay.reports.results import Results
from naysay.reports.sections import section
from naysay.reports.words import Words

BERLIN, NEW_YORK = "Europe/Berlin", "America/New_York"
OPEN = [0.0] * 9 + [1.0] * 8 + [0.5] + [0.0] * 6
HEAPS = ("midnight_utc", "midnight_forum", "one_time", "one_time_utc", "full_hour", "one_minute")


def hours(quiet: int, forum_quiet: int, forum: str = NEW_YORK) -> pd.DataFrame:
    """5 % of the posts in each hour but the quiet six, which have 10 % together."""
    frames = []
    for clock, zone, start, parts in (
        ("exchange", BERLIN, quiet, OPEN), ("forum", forum, forum_quiet, [float("nan")] * 24),
    ):  # fmt: skip
        posts = [10 if (hour - start) % 24 < 6 else 30 for hour in range(24)]
        frames.append(
            pd.DataFrame({"clock": clock, "zone": zone, "hour": range(24), "n_posts": posts, "open": parts})
        )
    table = pd.concat(frames, ignore_index=True)
    return table.assign(share=table["n_posts"] / 600)


def heaps() -> pd.DataFrame:
    shares = [0.001, 0.002, 0.0123, 0.02, 0.0171, 0.0171]
    clocks = ["00:00:00", "00:00:00", "09:30:00", "07:30:00 or 08:30:00", "00:00", "00:00"]
    allowed = [0.05] * 4 + [0.6] * 2
    return pd.DataFrame(
        {"heap": HEAPS, "clock": clocks, "zone": "UTC", "n_posts": 1, "share": shares, "allowed": allowed}
    )


def told(
    language: str = "en", table: pd.DataFrame | None = None, heaped: pd.DataFrame | None = None, **posts: str
) -> Results:
    results = fake_results(language=language)
    study = {**results.study, "posts": {**results.study["posts"], **posts}}
    own = {
        "attrition": results.tables["attrition"].head(0),
        "languages": results.tables["languages"].head(0),
        "posting_hours": hours(1, 19) if table is None else table,
        "posting_heaps": heaps() if heaped is None else heaped,
    }
    return replace(results, study=study, tables={**results.tables, **own})


def in_the_afternoon(results: Results) -> Results:
    quiet = QuietHours(13, 0.1, marked=True)
    return replace(results, findings=replace(results.findings, quiet=quiet, caveats=("quiet_afternoon",)))


def paragraphs(results: Results, name: str = "data") -> list[str]:
    words = Words(results.study["study"]["language"])
    blocks = section(name).build(results, words).blocks
    return [plain(block.text) for block in blocks if isinstance(block, Paragraph)]


def readable(drawing: bytes) -> list[str]:
    root = ElementTree.fromstring(drawing)
    return ["".join(node.itertext()).strip() for node in root.iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        (
            "en",
            "By the exchange's clock, the fewest posts are written from 01:00 to 07:00: 10 % of all. By the "
            "clock that the study names for the forum, they are fewest from 19:00 to 01:00 (10 %).",
            "Of the posts, 0.10 % (UTC) and 0.20 % (forum) are exactly at midnight and 1.71 % on a "
            "full hour; "
            "the most frequent time of day, 09:30:00, has 1.23 %. A run refuses more than 5 % at one time of "
            "day, or more than 60 % at one minute of the hour.",
        ),
        (
            "de",
            "Nach der Uhr der Börse entstehen die wenigsten Beiträge von 01:00 bis 07:00 Uhr: 10 % von allen",
            "Genau um Mitternacht stehen 0,10 % (UTC) und 0,20 % (Forum) der Beiträge, auf einer vollen "
            "Stunde 1,71 %; die häufigste Tageszeit, 09:30:00, hat 1,23 %.",
        ),
    ],
)
def test_the_quietest_hours_and_the_heaps_are_named(language: str, first: str, second: str) -> None:
    quiet, heaped = paragraphs(told(language))
    assert first in quiet
    assert second in heaped


def test_hours_that_are_all_alike_are_not_called_quiet() -> None:
    table = hours(1, 1).assign(n_posts=25, share=1 / 24)
    assert paragraphs(told(table=table))[0].startswith("By the exchange's clock, posts are spread over")


@pytest.mark.parametrize(
    ("language", "there", "doubt"),
    [
        (
            "en",
            "Warning: the quiet hours lie in the afternoon of the exchange",
            "Doubt about the clock: the fewest posts are written from 13:00 to 19:00 in the exchange's time",
        ),
        (
            "de",
            "Warnung: Die ruhigen Stunden liegen am Nachmittag der Börse",
            "Zweifel an der Uhr: Am wenigsten wird von 13:00 bis 19:00 Uhr der Börsenzeit geschrieben",
        ),
    ],
)
def test_a_quiet_afternoon_is_a_warning_and_a_doubt_about_the_answer(
    language: str, there: str, doubt: str
) -> None:
    usual = told(language, hours(13, 7))
    assert not any(text.startswith(there) for text in paragraphs(usual))
    results = in_the_afternoon(usual)
    assert any(text.startswith(there) for text in paragraphs(results))
    assert paragraphs(results, "evidence")[1].startswith(doubt)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        (
            "en",
            "The study takes only the dates of posts (Europe/Berlin): each counts as known after the end of",
        ),
        ("de", "Die Studie nimmt von den Beiträgen nur das Datum (Europe/Berlin): Jeder gilt als bekannt"),
    ],
)
def test_dates_alone_have_no_hours(language: str, sentence: str) -> None:
    results = told(language, clock="date_only", timezone=BERLIN)
    (only,) = paragraphs(results)
    assert only.startswith(sentence)
    assert section("data").build(results, Words("en")).drawings == {}
    by_date = {"en": "Of the times of posts only the date is used", "de": "zählt nur das Datum"}[language]
    assert any(by_date in text for text in paragraphs(results, "methods"))
    assert not any(by_date in text for text in paragraphs(told(language), "methods"))


def test_without_posts_or_with_few_it_says_so() -> None:
    results = told(table=hours(1, 1).head(0), heaped=heaps().head(0))
    assert paragraphs(results) == ["No post counts, so there are no times of day to show."]
    assert paragraphs(told(heaped=heaps().head(0)))[-1].startswith("There are too few posts to tell")


def test_the_figure_is_told_to_those_who_cannot_see_it() -> None:
    (figure,) = [b for b in section("data").build(told(), Words("en")).blocks if isinstance(b, Figure)]
    alt = plain(figure.alt)
    assert figure.name == "posting_hours"
    assert "the exchange (Europe/Berlin) and once by that of the forum (America/New_York)" in alt
    assert alt.endswith("By the exchange's clock, most posts are written from 00:00 to 01:00 (5 %).")


@pytest.mark.parametrize(
    ("language", "labels"),
    [
        (
            "en",
            [
                "Clock of the exchange (Europe/Berlin)",
                "Clock of the forum (America/New York)",
                "exchange open",
            ],
        ),
        ("de", ["Uhr der Börse (Europe/Berlin)", "Uhr des Forums (America/New York)", "Handel"]),
    ],
)
def test_the_drawing_names_both_clocks_and_the_session(language: str, labels: list[str]) -> None:
    words = Words("de" if language == "de" else "en")
    found = readable(svg(posting_hours.draw(hours(1, 19), words)))
    assert set(labels) <= set(found)
    assert found.count(labels[2]) == 1


def test_six_bars_of_each_clock_are_pale_and_the_session_is_shaded() -> None:
    figure = posting_hours.draw(hours(22, 19), Words("en"))
    for axes, start in zip(figure.axes, (22, 19), strict=True):
        bars = axes.containers[0]
        pale = [round(bar.get_x() + bar.get_width() / 2 - 0.5) for bar in bars if _colour(bar) == SKY.lower()]
        assert sorted(pale) == sorted((start + step) % 24 for step in range(6))
        assert sum(_colour(bar) == BLUE.lower() for bar in bars) == 18
        assert max(bar.get_height() for bar in bars) == pytest.approx(5.0)
    (shade,) = [patch for patch in figure.axes[0].patches if patch.get_width() > 1]
    assert (shade.get_x(), shade.get_x() + shade.get_width()) == (9.0, 17.5)
    assert [patch for patch in figure.axes[1].patches if patch.get_width() > 1] == []


def _colour(bar: object) -> str:
    red, green, blue, _ = bar.get_facecolor()  # type: ignore[attr-defined]
    return f"#{round(255 * red):02x}{round(255 * green):02x}{round(255 * blue):02x}"


def test_one_zone_has_one_drawing() -> None:
    assert len(posting_hours.draw(hours(1, 1, forum=BERLIN), Words("en")).axes) == 1
    assert posting_hours.clocks_of(hours(1, 1, forum=BERLIN)) == ["exchange"]


def test_a_session_that_opens_on_the_half_hour_is_shaded_from_there() -> None:
    parts = [0.0] * 9 + [0.5] + [1.0] * 6 + [0.0] * 8
    table = hours(1, 1, forum=BERLIN)
    figure = posting_hours.draw(table.assign(open=parts * 2), Words("en"))
    (shade,) = [patch for patch in figure.axes[0].patches if patch.get_width() > 1]
    assert (shade.get_x(), shade.get_x() + shade.get_width()) == (9.5, 16.0)


def test_a_market_that_never_closes_is_not_shaded() -> None:
    figure = posting_hours.draw(hours(1, 1).assign(open=1.0), Words("en"))
    assert "exchange open" not in readable(svg(figure))
