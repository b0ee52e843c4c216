"""Log odds and the table of themes. Expected values: by hand, and what the docstrings promise."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from naysay.analysis.themes import log_odds, themes
from naysay.analysis.themes.merging import merged
from naysay.study.executor import Executor, Serial
from naysay.study.terms import Comparison, Term


def ints(*values: int) -> np.ndarray:
    return np.array(values, dtype=np.int64)


def test_log_odds_are_those_of_the_formula() -> None:
    """8 of 20 posts against 30 of 980: the share of all is 38 of 1,000, so a = .88 and b = 10.12."""
    result = log_odds(ints(8), 20, ints(30), 980, n_tested=1)
    cells = (8.88, 22.12, 30.88, 960.12)
    difference = math.log(8.88 / 22.12) - math.log(30.88 / 960.12)
    assert result.log_odds[0] == pytest.approx(difference, rel=1e-12)
    z = difference / math.sqrt(sum(1 / cell for cell in cells))
    assert result.z[0] == pytest.approx(z, rel=1e-12)


def test_the_pvalue_is_that_of_a_binomial_test() -> None:
    """Of 8 posts with the term 6 or more are among a fifth of all: the sum of the chances of 6, 7 and 8."""
    result = log_odds(ints(6), 20, ints(2), 80, n_tested=1)
    chances = [math.comb(8, k) * 0.2**k * 0.8 ** (8 - k) for k in (6, 7, 8)]
    assert result.pvalue_holm[0] == pytest.approx(sum(chances), rel=1e-9)


def test_equal_shares_have_no_odds() -> None:
    assert log_odds(ints(10), 100, ints(10), 100, n_tested=1).z.tolist() == [0.0]


def test_a_term_that_the_others_lack_has_a_finite_z() -> None:
    result = log_odds(ints(10, 10), 20, ints(0, 1), 10_000, n_tested=2)
    assert np.isfinite(result.z).all()
    assert (result.z > 4).all()


@given(st.integers(0, 50), st.integers(0, 50))
def test_exchanging_posts_and_others_turns_the_sign(y: int, other: int) -> None:
    one = log_odds(ints(y), 50, ints(other), 70, n_tested=1)
    two = log_odds(ints(other), 70, ints(y), 50, n_tested=1)
    assert one.z[0] == pytest.approx(-two.z[0], abs=1e-9)


def test_holm_corrects_for_all_that_were_tested() -> None:
    """Three listed of a hundred tested: times 100, 99 and 98, never falling and never above 1."""
    result = log_odds(ints(9, 7, 1), 20, ints(20, 20, 20), 980, n_tested=100)
    plain = [float(log_odds(ints(y), 20, ints(20), 980, n_tested=1).pvalue_holm[0]) for y in (9, 7, 1)]
    expected = [100 * plain[0], max(100 * plain[0], 99 * plain[1]), min(1.0, 98 * plain[2])]
    assert result.pvalue_holm.tolist() == pytest.approx(expected)


WORDS = np.array([[2, 0, 0], [2, 4, 0], [6, 0, 0], [4, 8, 0]], dtype=np.uint64)


def test_of_a_phrase_and_its_part_only_the_longer_stays() -> None:
    posts = [ints(*range(10)), ints(*range(9)), ints(20, 21), ints(30, 31)]
    assert merged(WORDS, posts) == [1, 2, 3]


def test_a_part_that_stands_in_many_other_posts_stays() -> None:
    posts = [ints(*range(30)), ints(*range(9)), ints(20, 21), ints(30, 31)]
    assert merged(WORDS, posts) == [0, 1, 2, 3]


def test_of_two_pieces_of_one_headline_the_first_stays() -> None:
    posts = [ints(40), ints(*range(9)), ints(20, 21), ints(*range(1, 9))]
    assert merged(WORDS, posts) == [0, 1, 2]


def test_words_that_are_apart_both_stay_though_the_same_posts_hold_them() -> None:
    posts = [ints(*range(9)), ints(50), ints(*range(9)), ints(60)]
    assert merged(WORDS, posts) == [0, 1, 2, 3]


@dataclass(frozen=True)
class Fixed:
    """Texts whose comparisons are known, and whose terms are written as ``names`` by their first word."""

    of: Sequence[Comparison]
    names: dict[int, str]

    def comparisons(self, events: pd.DataFrame, executor: Executor) -> Iterator[Comparison]:
        return iter(self.of)

    def written(self, terms: Sequence[Term], executor: Executor) -> list[str]:
        return [self.names.get(int(term.words[0]), "") for term in terms]


def comparison(
    *terms: tuple[int, int, int], n: int = 40, authors: int = 30, others: int = 1000
) -> Comparison:
    """``terms`` are the number of a word, its posts and its others; each author writes one post."""
    return Comparison(
        scope="event",
        company="A",
        event_id="A-1",
        forum="",
        n_posts=n,
        n_others=others,
        n_authors=authors,
        n_tested=100,
        terms=np.array([[word, 0, 0] for word, _, _ in terms], dtype=np.uint64).reshape(-1, 3),
        posts=ints(*(posts for _, posts, _ in terms)),
        others=ints(*(others for _, _, others in terms)),
        authors=ints(*(posts for _, posts, _ in terms)),
        holders=lambda places: [ints(*range(100 * place, 100 * place + 5)) for place in places],
    )


def table(*comparisons: Comparison, names: dict[int, str] | None = None, most: int = 10) -> pd.DataFrame:
    names = {2: "recall", 4: "strike", 6: "boat", 8: "Recall"} if names is None else names
    events = pd.DataFrame({"event_id": [], "company": [], "session": []})
    return themes(Fixed(comparisons, names), events, least_authors=5, most_terms=most, executor=Serial())


def test_terms_stand_by_falling_z_and_those_below_196_do_not() -> None:
    rows = table(comparison((2, 10, 5), (4, 20, 5), (6, 5, 120)))
    assert rows["term"].tolist() == ["strike", "recall"]
    assert rows["n_posts"].tolist() == [20, 10]
    assert (rows["z"] > 1.96).all()
    assert (rows["of_posts"] == 40).all()
    assert (rows["reason"] == "").all()


def test_a_term_that_may_not_be_shown_leaves_its_place_to_the_next() -> None:
    rows = table(comparison((2, 10, 5), (4, 20, 5)), names={2: "recall"}, most=1)
    assert rows["term"].tolist() == ["recall"]


def test_one_term_in_two_cases_is_listed_once() -> None:
    assert table(comparison((2, 10, 5), (8, 20, 5)))["term"].tolist() == ["Recall"]


@pytest.mark.parametrize(
    ("of", "reason", "values"),
    [
        (comparison(n=0, authors=0), "no_posts_to_read", ""),
        (comparison(authors=0), "unknown_authors", ""),
        (comparison(authors=4), "too_few_authors", "least=5"),
        (comparison((6, 5, 120)), "no_theme", "least=5"),
        (replace(comparison((2, 10, 0)), n_others=0), "no_other_posts", ""),
    ],
)
def test_an_event_without_a_term_has_a_reason(of: Comparison, reason: str, values: str) -> None:
    rows = table(of)
    assert rows["term"].tolist() == [""]
    assert rows["reason"].tolist() == [reason]
    assert rows["reason_values"].tolist() == [values]
    assert rows["z"].isna().all()


def test_the_names_of_authors_alone_are_no_theme() -> None:
    assert table(comparison((2, 10, 5)), names={})["reason"].tolist() == ["no_theme"]
