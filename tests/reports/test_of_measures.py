"""Words of reports on daily measures: no sentence that such a report can reach speaks of posts.

Expected values: the list below, by hand, of the families of phrases that only posts, forums and storms reach.
"""

from __future__ import annotations

import re
from typing import Final

import pytest

from naysay.reports.exports._html_glossary import terms
from naysay.reports.words import Words, phrases
from naysay.study.about import Language

LANGUAGES: Final[tuple[Language, ...]] = ("en", "de")
SPOKEN: Final = {
    "en": r"(?i)\bpost(s|ed|ing)?\b|\bforums?\b|\bauthors?\b",
    "de": r"Beitr[aä]g|\b(Forum|Foren)\b|Verfasser",
}
HONEST: Final = {"of_measures.unknown", "sweep.how"}
"""That forums are not known, and the German word for what a day contributes to an estimate."""
OF_POSTS: Final = (
    "channels.", "forums.", "forums_column.", "column.forum", "themes.", "times.", "languages.", "labels.",
    "label_statistic.", "said.", "company_pages.alt_", "company_pages.no_storm", "company_pages.storms_",
    "answer.days_spread", "but.scorer", "but.quiet_afternoon", "against.clock_later", "against.scorer",
    "against.quiet_afternoon", "against.later", "cause.", "noun.negative_post", "measure.",
    "effects.mood_notes", "event_study.spike_surprise", "events.heading_storm", "events.none_storm",
    "events.what_storm", "events.posts_", "events.about_", "events.negative_terms", "caveat.clock_later",
    "caveat.scorer", "caveat.quiet_afternoon", "check.clock_failed", "table_title.", "table_column.",
    "journal.mood", "figure.clock", "figure.hours_forum", "figure.share_of_posts", "glossary.storm",
    "methods.mood", "methods.filtered", "methods.shared_weights", "methods.date_only", "methods.limit_",
    "method.storm", "method.events_storms", "method.surge", "method.forums", "method.other_scorers",
    "method.themes", "control.", "month.tone_above", "month.tone_below", "month.storm",
    "month.about_untold", "month.no_storms", "since.more_posts", "since.fewer_posts", "paper.posts",
    "paper.reposts", "paper.max_companies", "paper.author_posts", "paper.bot_posts", "paper.negativity",
    "paper.forums", "paper.themes", "price.intro_storm", "price.alt_most", "price.note_expected",
    "reason.no_posts_to_read", "reason.unknown_authors", "reason.too_few_authors", "reason.no_theme",
    "reason.no_other_posts", "reason.mood_not_identified", "reason.mood_unreliable", "reason.one_forum",
    "reason.part_of_other_forums", "reason.no_pair_of_forums", "reason.no_times_of_day",
    "reason.too_few_weeks", "reason.too_few_labelled", "reliability.clock", "reliability.languages",
    "reliability.unread", "reliability.hours", "variant.other_measure_", "variant.mood", "variant.later",
    "robustness.clock_", "robustness.share_lines", "robustness_measure.", "storms.heading_storm",
    "storms.intro_storm", "storms.none_storm", "storms.column_authors", "storms.note_storm", "storms.how",
    "values.shift", "values.share", "warning.", "warning_short.",
)  # fmt: skip
"""Beginnings of keys that need single posts, authors, forums, a scorer or a storm."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_report_of_measures_can_say_does_not_speak_of_posts(language: Language) -> None:
    words, known = Words(language, of_measures=True), phrases(language)
    reached = {
        key: known[f"of_measures.{key}" if f"of_measures.{key}" in known else key]
        for key in known
        if not key.startswith("of_measures.")
    }
    own = {key: phrase for key, phrase in known.items() if key.startswith("of_measures.")}
    assert words.of_measures
    spoken = {
        key
        for key, phrase in {**reached, **own}.items()
        if re.search(SPOKEN[language], re.sub(r"\{\w+\}", "", phrase)) and key not in HONEST
    }
    assert {key for key in spoken if not key.startswith(tuple(OF_POSTS))} == set()
    assert not [key for key in own if key in spoken]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_glossary_of_a_page_of_measures_explains_them_without_posts(language: Language) -> None:
    of_posts, of_measures = terms(language), terms(language, of_measures=True)
    assert [term.forms for term in of_measures] == [term.forms for term in of_posts]
    said = [term.meaning for term in of_measures if term.key != "storm"]
    assert not [meaning for meaning in said if re.search(SPOKEN[language], meaning)]
