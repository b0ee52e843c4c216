"""What every file in the folder of scorers must keep.

Expected values: the contract in ``naysay.data.scorers.base``. No score is compared with a number here, only
scores of the same text with each other.
"""

from __future__ import annotations

import multiprocessing
import pickle
from concurrent.futures import ProcessPoolExecutor
from dataclasses import fields
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naysay.data.scorers import Scorer, ready, scorer
from naysay.study.errors import InputError, PartError
from naysay.study.parts import load, names

FOLDER = "naysay.data.scorers"
NAMES = names(FOLDER)
READY = ready()
"""Without an option such as a model of the user's own, which has tests of its own."""
PLAIN = [
    "What a great quarter!",
    "Terrible results, sell.",
    "",
    "The meeting is on Tuesday.",
    "Gute Zahlen 🚀",
]
HOSTILE = [
    " \t\n\u2028",
    "\x00",
    "\x00good\x00",
    "\u202egood\u202c \u2066bad\u2069",
    "\ud83d lone surrogate",
    "\ufeffgood",
    "e\u0301" * 500,
    "😀" * 20_000,
    "good " * 20_000,
    "good but bad " * 5_000,
    "x" * 100_000,
    "$" * 20_000,
    "!?" * 10_000,
    "<script>alert('bad')</script>",
    "'; DROP TABLE posts; --",
    "%s %n {0} {good}",
    "İstanbul ΣΑΣ ǅ ß",
    "\\",
    "(" * 5_000,
    "http://" * 5_000,
]


@pytest.fixture(params=READY)
def any_scorer(request: pytest.FixtureRequest) -> Scorer:
    return load(FOLDER, request.param, "SCORER", Scorer)


def test_the_folder_has_scorers() -> None:
    assert "vader" in NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_scorer_has_its_files_name_and_languages(name: str) -> None:
    found = scorer(name)
    assert found.name == name
    assert found.languages
    assert all(len(code) == 2 and code.islower() for code in found.languages)


def test_scores_are_floats_between_minus_one_and_one(any_scorer: Scorer) -> None:
    scores = any_scorer.score([*PLAIN, *HOSTILE])
    assert scores.dtype == np.float64
    assert scores.shape == (len(PLAIN) + len(HOSTILE),)
    assert np.nanmax(np.abs(scores)) <= 1


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_has_one_score_and_harms_no_other(any_scorer: Scorer, text: str) -> None:
    alone = any_scorer.score([text])
    among = any_scorer.score([PLAIN[0], text, PLAIN[1]])
    np.testing.assert_array_equal(among[[1]], alone)
    np.testing.assert_array_equal(among[[0, 2]], any_scorer.score(PLAIN[:2]))


@pytest.mark.parametrize("missing", [None, float("nan"), np.nan, np.float64("nan"), pd.NA], ids=repr)
def test_a_missing_text_is_nan(any_scorer: Scorer, missing: Any) -> None:
    scores = any_scorer.score([PLAIN[0], missing, PLAIN[1], missing])
    np.testing.assert_array_equal(np.isnan(scores[[1, 3]]), True)
    np.testing.assert_array_equal(scores[[0, 2]], any_scorer.score(PLAIN[:2]))


def test_no_texts_give_no_scores(any_scorer: Scorer) -> None:
    scores = any_scorer.score([])
    assert scores.shape == (0,)
    assert scores.dtype == np.float64


@pytest.mark.parametrize("name", READY)
@settings(max_examples=30, deadline=None)
@given(texts=st.lists(st.sampled_from([*PLAIN, *HOSTILE[:6], None]), max_size=12), data=st.data())
def test_scores_follow_the_order_of_texts(name: str, texts: list[str | None], data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(len(texts))))
    one = scorer(name)
    shuffled = one.score([texts[i] for i in order])
    np.testing.assert_array_equal(shuffled, one.score(texts)[list(order)])


def test_equal_texts_have_equal_scores_and_are_scored_once(
    any_scorer: Scorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    polarities = type(any_scorer)._polarities

    def watched(self: Scorer, texts: list[str]) -> Any:
        seen.extend(texts)
        return polarities(self, texts)

    monkeypatch.setattr(type(any_scorer), "_polarities", watched)
    scores = any_scorer.score([PLAIN[0], PLAIN[1], None, PLAIN[0], PLAIN[0]])
    assert sorted(seen) == sorted(PLAIN[:2])
    assert scores[0] == scores[3] == scores[4]


@pytest.mark.parametrize(
    "container",
    [tuple, iter, lambda t: np.array(t, dtype=object), pd.Series, lambda t: pd.Series(t, dtype="string")],
)
def test_any_container_of_texts_will_do(any_scorer: Scorer, container: Any) -> None:
    np.testing.assert_array_equal(
        any_scorer.score(container([*PLAIN, None])), any_scorer.score([*PLAIN, None])
    )


@pytest.mark.parametrize("wrong", [b"good", 1, 1.5, True, ["good"], {"text": "good"}], ids=repr)
def test_what_is_no_text_is_refused_by_name(any_scorer: Scorer, wrong: Any) -> None:
    with pytest.raises(InputError) as refused:
        any_scorer.score(["good", wrong])
    assert refused.value.fault.field == "texts"


def test_a_text_outside_a_list_is_refused(any_scorer: Scorer) -> None:
    with pytest.raises(InputError, match="list"):
        any_scorer.score("good")


def test_a_used_scorer_pickles_and_scores_the_same(any_scorer: Scorer) -> None:
    before = any_scorer.score(PLAIN)
    pickled = pickle.dumps(any_scorer)
    assert len(pickled) < 10_000  # its tables are read again on the other side, not sent
    np.testing.assert_array_equal(pickle.loads(pickled).score(PLAIN), before)


@pytest.mark.parametrize("name", READY)
def test_another_process_gives_the_same_scores(name: str) -> None:
    one = scorer(name)
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        np.testing.assert_array_equal(pool.submit(one.score, PLAIN).result(), one.score(PLAIN))


def test_an_unknown_option_is_refused_with_those_there_are(any_scorer: Scorer) -> None:
    with pytest.raises(InputError) as refused:
        any_scorer.configured(no_such_option=1)
    assert refused.value.fault.field == "sentiment.options.no_such_option"
    assert all(option in refused.value.fault.allowed for option in any_scorer.options)


@pytest.mark.parametrize("field", ["name", "languages"])
def test_what_is_no_option_cannot_be_set(any_scorer: Scorer, field: str) -> None:
    with pytest.raises(InputError, match=field):
        any_scorer.configured(**{field: "other"})


def test_options_are_fields_and_can_be_set_to_what_they_are(any_scorer: Scorer) -> None:
    assert set(any_scorer.options) <= {field.name for field in fields(any_scorer)}
    same = any_scorer.configured(**{option: getattr(any_scorer, option) for option in any_scorer.options})
    assert same == any_scorer


@pytest.mark.parametrize("name", ["nobody", "base", "_rules", "../vader", "Vader", ""])
def test_an_unknown_scorer_is_refused_with_those_there_are(name: str) -> None:
    with pytest.raises(PartError, match="vader"):
        scorer(name)
