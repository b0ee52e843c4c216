"""Series as whole numbers in a page. Expected values: by hand from a series of five sessions."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from tests.reports.fakes import fake_results, missing_numbers, without_tables

from naysay.reports.exports._html_data import script_words, series_that_fit
from naysay.reports.exports._html_series import as_data, series
from naysay.reports.results import Results
from naysay.reports.words import Words

ROWS = pd.DataFrame(
    {
        "company": ["B", "B", "B", "A", "A"],
        "session": ["2024-01-02", "2024-01-03", "2024-01-05", "2024-01-04", "2024-01-05"],
        "adj_close": [152.721, 150.0, None, 0.01234, 0.0124],
        "negativity": [None, 1.26, -0.44, float("nan"), 0.0],
        "n_posts": [14, 7, 0, 3, 4],
        "n_negative": [6, 1, 0, 1, 0],
    }
)


def small(rows: pd.DataFrame = ROWS) -> Results:
    results = fake_results(companies=2)
    events = (
        results.tables["events"]
        .head(2)
        .assign(
            company=["B", "nobody"], session=["2024-01-03", "2024-01-03"], **{"car_(1,5)": [-0.01234, 0.5]}
        )
    )
    return replace(results, series=rows, tables={**results.tables, "events": events})


def drawn(rows: pd.DataFrame = ROWS) -> Any:
    content = series(small(rows))
    assert content is not None
    return json.loads(content.as_json(9))


def test_days_are_a_first_one_and_steps() -> None:
    assert drawn()["days"] == [19724, 1, 1, 1]


def test_companies_keep_their_order_and_their_places() -> None:
    companies = drawn()["companies"]
    assert [(one["name"], one["from"]) for one in companies] == [("B", 0), ("A", 2)]


def test_prices_are_steps_of_five_digits_and_gaps_stay_gaps() -> None:
    first, second = drawn()["companies"]
    assert (first["decimals"], first["price"]) == (2, [15272, -272, None, None])
    assert (second["decimals"], second["price"]) == (6, [12340, 60])


def test_negativity_is_in_tenths_and_what_is_missing_is_not_zero() -> None:
    first, second = drawn()["companies"]
    assert first["negativity"] == [None, 13, None, -4]
    assert second["negativity"] == [None, 0]
    assert first["posts"] == [14, 7, None, 0]


def test_events_stand_at_their_session_with_their_return() -> None:
    first, second = drawn()["companies"]
    assert first["events"] == [[1, -123]]
    assert second["events"] == []


@pytest.mark.parametrize("price", [0.0, float("inf"), 1e300, -5.0])
def test_odd_prices_do_not_stop_it(price: float) -> None:
    drawn(ROWS.assign(adj_close=price))


@pytest.mark.parametrize(
    "results", [without_tables(fake_results()), small(ROWS.iloc[:0])], ids=["none", "no rows"]
)
def test_without_rows_there_is_no_series(results: Results) -> None:
    assert series(results) is None
    assert series_that_fit(results, 10**6) == ("", 0, 0)


def test_without_numbers_there_are_companies_all_the_same() -> None:
    content = series(missing_numbers(fake_results()))
    assert content is None or len(content.companies) > 0


def test_as_many_companies_as_fit_are_taken_the_first_first() -> None:
    whole, n, left = series_that_fit(small(), 10**6)
    assert (n, left) == (2, 0)
    part, n, left = series_that_fit(small(), len(whole.encode()) - 1)
    assert (n, left) == (1, 1)
    assert [one["name"] for one in json.loads(part)["companies"]] == ["B"]
    assert series_that_fit(small(), 30) == ("", 0, 2)


def test_data_cannot_end_its_script_element() -> None:
    text = as_data(json.dumps("</script><!-- \u2028 & ]]>", ensure_ascii=False))
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text) == "</script><!-- \u2028 & ]]>"


def test_names_are_shown_as_they_can_be_read() -> None:
    results = small()
    companies = [
        {**entry, "ticker": "B", "name": "</script>\x00\u202e"} for entry in results.study["company"]
    ]
    content = series(replace(results, study={**results.study, "company": companies}))
    assert content is not None
    assert json.loads(content.companies[0])["name"] == "</script>"
    assert "<" not in content.as_json(2)


RETURN = {
    "en": "in sessions +1\u00a0to\u00a0+5 a return of {size} that the market does not explain.",
    "de": "in den Handelstagen +1\u00a0bis\u00a0+5 eine vom Markt nicht erklärte Rendite von {size}.",
}


@pytest.mark.parametrize(
    ("language", "posts"), [("en", ["{n} post", "{n} posts"]), ("de", ["{n} Beitrag", "{n} Beiträge"])]
)
def test_the_script_gets_its_phrases_with_their_braces(language: str, posts: list[str]) -> None:
    words = Words("de" if language == "de" else "en")
    content = json.loads(script_words(words, fake_results(language=language)))
    assert content["language"] == language
    assert content["words"]["reading_event"] == f"{{reading}}. {{kind}} {{n}}; {RETURN[language]}"
    assert content["words"]["n_post"] == posts
