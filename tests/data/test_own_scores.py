"""The sentiment that a source itself gives its posts. Expected values: scores worked out by hand."""

from __future__ import annotations

import math
import tomllib
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from tests.data.test_posts import ALWAYS

from naysay.data.own_scores import OwnScores, ScoreTally, check_own_scores, scored, taken_tally
from naysay.data.posts import read_posts
from naysay.data.remembered import RememberedScores
from naysay.data.scored import UNSCORED
from naysay.data.scorers import ready, scorer
from naysay.data.scorers.given import ColumnScorer
from naysay.study.errors import DataError, InputError
from naysay.study.file import parse_study
from naysay.study.notices import caught
from naysay.study.post_columns import PostColumns
from naysay.study.spec import Study


def column_scorer(**options: float) -> ColumnScorer:
    one = scorer("given", **options)
    assert isinstance(one, ColumnScorer)
    return one


def worded(**words: float) -> ColumnScorer:
    columns = PostColumns.model_validate({"score": "tone", "score_words": words})
    return column_scorer().of_columns(columns)


@pytest.mark.parametrize(
    ("entry", "score"),
    [
        (0.5, 5000),
        (-1, -10000),
        (0, 0),
        ("0.25", 2500),
        ("-0,25", -2500),
        ("+1", 10000),
        ("0.30000000000000004", 3000),
        ("−,5", -5000),
        ("-2.5e-01", -2500),
        ("1.", 10000),
        ("positiv", 10000),
        ("Negative", -10000),
        ("NEUTRAL", 0),
        ("gemischt", 0),
        ("Bullish", 10000),
        ("bärisch", -10000),
        ("sehr negativ", -10000),
        ("eher positiv", 5000),
        ("Somewhat-Bearish", -5000),
        (" neutral ", 0),
        (None, UNSCORED),
        ("k.A.", UNSCORED),
        ("n/a", UNSCORED),
        ("-", UNSCORED),
        ("unklar", UNSCORED),
        (5, UNSCORED),
        (math.inf, UNSCORED),
    ],
)
def test_an_entry(entry: float | str | None, score: int) -> None:
    assert OwnScores(column_scorer())([entry]).tolist() == [score]


@pytest.mark.parametrize(
    ("lowest", "highest", "entry", "score"),
    [(1, 5, 1, -10000), (1, 5, 3, 0), (1, 5, "4", 5000), (0, 100, 75, 5000), (-100, 100, -50, -5000),
     (6, 1, 6, -10000), (6, 1, "1", 10000), (1, 5, "negativ", -10000), (1, 5, 6, UNSCORED)],
)  # fmt: skip
def test_numbers_on_another_scale(lowest: int, highest: int, entry: float | str, score: int) -> None:
    assert OwnScores(column_scorer(lowest=lowest, highest=highest))([entry]).tolist() == [score]


def test_the_scorer_has_no_score_for_a_text_alone_and_is_not_compared_with_others() -> None:
    assert all(math.isnan(score) for score in scorer("given").score(["good", "bad"]))
    assert "given" not in ready()


@pytest.mark.parametrize(
    ("options", "key"),
    [({"lowest": "1"}, "lowest"), ({"highest": True}, "highest"), ({"highest": [1]}, "highest"),
     ({"lowest": 1, "highest": 1}, "highest"), ({"top": 1}, "top")],
)  # fmt: skip
def test_faulty_ends_of_the_scale(options: dict[str, Any], key: str) -> None:
    with pytest.raises(InputError, match=rf"^sentiment\.options\.{key}"):
        scorer("given", **options)


def tally(*entries: float | str | None) -> ScoreTally:
    scores = OwnScores(column_scorer())
    scores(entries)
    return taken_tally([scores])


def study() -> Study:
    return parse_study(
        """[study]
name = "x"
start = 2014-01-01
end = 2014-12-31
[[company]]
ticker = "A"
[posts]
format = "table"
path = "x"
[posts.columns]
score = "tone"
[sentiment]
scorer = "given"
""",
        source="x.toml",
    )


def check(found: ScoreTally, **options: float) -> None:
    check_own_scores(found, column_scorer(**options), column="tone", max_lost=0.05)


@pytest.mark.parametrize(
    ("words", "entry", "score"),
    [
        ({"Buy": 1, "Hold": 0, "Sell": -1}, "SELL", -10000),
        ({"Buy": 1, "Hold": 0, "Sell": -1}, " hold ", 0),
        ({"1 Stern": -1}, "1  stern", -10000),
        ({"1": -0.5}, "1", -5000),
        ({"🙁": -1}, "🙁\ufe0f", -10000),
        ({"ba\u0308risch": -0.25}, "Bärisch", -2500),
        ({"positiv": -1}, "Positiv", -10000),
        ({"--": -1, "-": -0.5}, "--", -10000),
        ({"--": -1, "-": -0.5}, "-", -5000),
        ({"Buy": 1}, "negativ", -10000),
        ({"Buy": 1}, "Sell", UNSCORED),
    ],
)
def test_own_words_go_before_those_that_are_known(words: dict[str, float], entry: str, score: int) -> None:
    assert OwnScores(worded(**words))([entry]).tolist() == [score]


def test_the_range_of_the_columns_is_the_scale_and_an_option_goes_before_it() -> None:
    columns = PostColumns.model_validate({"score": "tone", "score_range": [5, 1]})
    assert OwnScores(column_scorer().of_columns(columns))([5, "2", 1]).tolist() == [-10000, 5000, 10000]
    assert OwnScores(column_scorer(highest=3).of_columns(columns))([3]).tolist() == [10000]


@pytest.mark.parametrize(
    "keys",
    [{"score_range": [1, 5]}, {"score_words": {"Buy": 1}}, {"score": "t", "score_range": [1, 1]},
     {"score": "t", "score_range": [1, math.inf]}, {"score": "t", "score_range": [1]},
     {"score": "t", "score_words": {"Buy": 2}}, {"score": "t", "score_words": {"Buy": 1, "buy": -1}},
     {"score": "t", "score_words": {" ": 1}}, {"score": "t", "score_words": {"b" * 41: 1}},
     {"score": "t", "score_words": {str(n): 0 for n in range(101)}}],
)  # fmt: skip
def test_keys_of_the_column_that_say_nothing(keys: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        PostColumns.model_validate(keys)


@pytest.mark.parametrize(
    ("entries", "line"),
    [
        (("Buy", "Hold", "Sell"), '{ "buy" = 1, "hold" = 0, "sell" = -1 }'),
        (("gut", "schlecht"), '{ "gut" = 1, "schlecht" = -1 }'),
        (("1 Stern", "5 Sterne") * 5, '{ "1 stern" = 0, "5 sterne" = 0 }'),
        (("Strong Buy", "🙁") * 5, '{ "strong buy" = 1, "🙁" = -1 }'),
    ],
)
def test_unknown_words_are_refused_with_the_line_that_gives_them_scores(
    entries: tuple[str, ...], line: str
) -> None:
    with pytest.raises(DataError) as refusal:
        check(tally(*entries))
    assert f"Write score_words = {line} below [posts.columns]" in refusal.value.fault.mend
    words = tomllib.loads(f"score_words = {line}")["score_words"]
    assert all(score != UNSCORED for score in OwnScores(worded(**words))(entries).tolist())


def test_rare_entries_of_several_words_are_not_shown_and_need_no_line() -> None:
    with pytest.raises(DataError) as refusal:
        check(
            tally(
                "1 stern",
                "who@is.it",
                '"x" = 1',
                "anna meier",
                "anna meier",
                *["\x1b[31m", "\u202e", "\ud800"] * 9,
            )
        )
    assert "32 entries that may be text in the column tone of 32 posts" in refusal.value.fault.got
    assert "score_words" in refusal.value.fault.mend


def test_what_was_counted_is_taken_once_and_adds_up() -> None:
    scores = OwnScores(column_scorer())
    scores([1, "x y", None])
    together = taken_tally([scores, RememberedScores(scorer("finance"))])
    together.add(tally(-0.5, "positive", "unklar"))
    assert (together.posts, together.known, together.least, together.most) == (6, 3, -0.5, 1)
    assert together.unknown == {"others": 1, "unklar": 1}
    assert taken_tally([scores]) == ScoreTally()


@pytest.mark.parametrize(
    ("entries", "options", "got"),
    [
        ((1, 2, 5), {}, "numbers from 1 to 5 in the column tone"),
        ((-50, 80), {}, "numbers from -50 to 80"),
        ((0.1, 0.9), {}, "numbers from 0.1 to 0.9"),
        ((0, 6), {"lowest": 1, "highest": 5}, "numbers from 0 to 6"),
        ((None, "", "n/a"), {}, "no sentiment in the column tone of 3 posts"),
        (("unklar", "jein", "jein", "who@is.it wrote", "negativ"), {},
         "jein (2), unklar (1), 1 entry that may be text"),
        (tuple(f"user{n}" for n in range(20)), {}, "20 entries that may be text"),
        (tuple("abcdefghijkl"), {}, "12 entries that may be text"),
    ],
)  # fmt: skip
def test_a_column_that_is_no_sentiment_on_that_scale(
    entries: tuple[float | str | None, ...], options: dict[str, float], got: str
) -> None:
    with pytest.raises(DataError, match=r"^posts\.columns\.score") as refusal:
        check(tally(*entries), **options)
    assert got in refusal.value.fault.got


def test_the_mend_names_the_scale() -> None:
    with pytest.raises(DataError) as refusal:
        check(tally(1, 5))
    assert "score_range = [1, 5] below [posts.columns]" in refusal.value.fault.mend


@pytest.mark.parametrize(
    ("entries", "options"),
    [
        ((-1, 0.5), {}),
        ((0, 0), {}),
        ((0.1, 0.9), {"lowest": -1, "highest": 1}),
        ((0.1, 0.9), {"lowest": 0, "highest": 1}),
        ((1, 6), {"lowest": 6, "highest": 1}),
        (("positiv", None), {}),
        ((), {}),
    ],
)
def test_a_column_that_can_be_used(
    entries: tuple[float | str | None, ...], options: dict[str, float]
) -> None:
    check(tally(*entries), **options)


def test_a_few_unknown_words_are_told() -> None:
    with caught() as notices:
        check(tally(*["negativ"] * 99, "unklar"))
    assert [(notice.code, notice.rows) for notice in notices] == [("own_score_unknown", 1)]


def test_posts_without_any_entry_have_no_score() -> None:
    assert scored(OwnScores(column_scorer()), ["a", "b"], []).tolist() == [UNSCORED, UNSCORED]
    texts = scored(RememberedScores(scorer("finance")), ["terrible loss"], [1.0])
    assert texts.tolist() == RememberedScores(scorer("finance"))(["terrible loss"]).tolist()


def test_the_column_of_a_table_becomes_the_scores_of_its_posts(tmp_path: Path) -> None:
    rows = [("1", "negativ"), ("2", ""), ("3", "positiv"), ("4", "neutral"), ("1", "positiv")]
    content = "id,posted_at,text,tone\n" + "".join(
        f"{post},2014-01-15T10:00:00Z,terrible loss,{tone}\n" for post, tone in rows
    )
    path = tmp_path / "A.csv"
    path.write_text(content, encoding="utf-8")
    posts = read_posts(
        study(),
        {"A.csv": path},
        sessions={"A": ALWAYS},
        scorers=[scorer("given"), scorer("finance")],
        folder=tmp_path / "parts",
        quarantine=tmp_path / "quarantine.jsonl",
    )
    assert posts.scored.score.tolist() == [-10000, UNSCORED, 10000, 0]
    assert max(posts.scores[1].tolist()) < 0
