"""Warnings in words. Expected values: sentences written by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reports.fakes import fake_results

from naysay.reports.blocks import Bullets
from naysay.reports.notices import notice_sentence
from naysay.reports.results import Results
from naysay.reports.sections import section
from naysay.reports.words import Words, phrases
from naysay.study.errors import DataError, Notice

FOUR = ("A.csv", "B.csv", "C.csv", "D.csv")


@pytest.mark.parametrize(
    ("language", "notice", "sentence"),
    [
        (
            "en",
            Notice("no_adj_close", FOUR),
            "There is no adjusted close in A.csv, B.csv, C.csv and 1 more: the close is used, so that "
            "dividends and splits count as returns.",
        ),
        (
            "de",
            Notice("no_adj_close", FOUR[:3]),
            "Kein bereinigter Schlusskurs in A.csv, B.csv, C.csv: Es gilt der Schlusskurs, sodass Dividenden "
            "und Splits als Renditen zählen.",
        ),
    ],
)
def test_a_notice_is_a_sentence_of_the_language(language: Any, notice: Notice, sentence: str) -> None:
    assert notice_sentence(notice, Words(language)) == sentence


def test_a_code_of_another_version_is_plain_text() -> None:
    assert notice_sentence(Notice("not_known", ("a",), 2), Words("de")) == "not known: a, rows 2"


def test_a_name_is_not_read_again() -> None:
    sentence = notice_sentence(Notice("no_adj_close", ("{rows} %s {0}",)), Words("en"))
    assert sentence.startswith("There is no adjusted close in {rows} %s {0}: ")


def with_warnings(*notices: Notice, language: str = "en") -> Results:
    return replace(fake_results(language=language), warnings=notices)


def test_results_hold_code_values_and_sentence_and_read_them_again() -> None:
    results = with_warnings(Notice("no_adj_close", ("A.csv",), 2, (("sign", ";"),)), language="de")
    (entry,) = json.loads(results.to_json())["warnings"]
    assert entry == {
        "code": "no_adj_close",
        "about": ["A.csv"],
        "rows": 2,
        "values": {"sign": ";"},
        "sentence": "Kein bereinigter Schlusskurs in A.csv: Es gilt der Schlusskurs, sodass Dividenden und "
        "Splits als Renditen zählen.",
    }
    assert Results.from_json(results.to_json()).warnings == results.warnings


def test_results_of_an_earlier_version_have_no_warnings() -> None:
    content = json.loads(fake_results().to_json())
    del content["warnings"]
    assert Results.from_json(json.dumps(content)).warnings == ()


@pytest.mark.parametrize("wrong", ["x", [1], [{"code": "x"}], {"code": "x"}])
def test_warnings_of_another_shape_are_refused(wrong: object) -> None:
    content = {**json.loads(fake_results().to_json()), "warnings": wrong}
    with pytest.raises(DataError, match=r"results\.json"):
        Results.from_json(json.dumps(content))


def listed(results: Results) -> list[str]:
    words = Words(results.study["study"]["language"])
    blocks = section("data").build(results, words).blocks
    return [item for block in blocks if isinstance(block, Bullets) for item in block.items]


def test_the_data_section_has_each_as_a_sentence() -> None:
    assert listed(with_warnings()) == []
    assert listed(with_warnings(Notice("no_dividends", ("AAA",)), language="de")) == [
        "Der bereinigte Schlusskurs von Yahoo für AAA enthält keine Dividenden: Sie zählen als Renditen."
    ]


def test_of_very_many_the_section_has_thirty_and_the_number_of_the_others() -> None:
    many = [Notice("odd", (), 0, (("n", number),)) for number in range(1032)]
    items = listed(with_warnings(*many))
    assert len(items) == 31
    assert items[-1] == "1,002 more are in results.json, under warnings."


def test_the_gravest_come_first_and_companies_have_their_names() -> None:
    results = with_warnings(
        Notice("no_adj_close", ("A.csv",)),
        Notice("without_prices", ("C00",), 0, (("n", 1), ("of", 12))),
        Notice("without_posts", ("C01",), 0, (("n", 1), ("of", 12))),
    )
    entries = [{**one, "name": f"Firm {one['ticker']}"} for one in results.study["company"]]
    named = replace(results, study={**results.study, "company": entries})
    assert [item.split(" (")[0] for item in listed(named)] == [
        "No post that counts is about Firm C01",
        "There are no prices of Firm C00 for the time of the study",
        "There is no adjusted close in A.csv: the close is used, so that dividends and splits count as "
        "returns.",
    ]


VALUES = st.one_of(st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=9))
NAMES = ["n", "of", "share", "written", "place", "first_date", "last_date", "cause", "scorer", "calendar"]


WARNINGS = [key for key in phrases("en") if key.startswith(("warning.", "warning_short."))]


@given(st.sampled_from(["en", "de"]), st.sampled_from(WARNINGS), st.lists(VALUES, min_size=10, max_size=10))
def test_whatever_stands_in_results_becomes_a_sentence(language: Any, key: str, of: list[Any]) -> None:
    family, _, code = key.partition(".")
    notice = Notice(code, (str(of[0]),), 2, tuple(zip(NAMES, of, strict=True)))
    assert notice_sentence(notice, Words(language), family)


def test_a_number_of_any_size_becomes_a_sentence() -> None:
    notice = Notice("duplicates", (), 10**4000, (("n", 10**4000), ("of", -(10**400)), ("share", 10**400)))
    assert notice_sentence(notice, Words("en")).endswith("Check that the ids are whole.")
