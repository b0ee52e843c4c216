"""What was lost of the rows of posts. Expected values: losses and messages by hand."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naysay.data.post_losses import LostRows, check_kept
from naysay.run.parts import study_type
from naysay.study.characters import form
from naysay.study.errors import DataError, Notice
from naysay.study.losses import Loss
from naysay.study.notices import caught
from naysay.study.spec import Study


def study(posts: dict[str, Any] | None = None, **sections: dict[str, Any]) -> Study:
    options = {"format": "table", "path": "data/*.csv", "company": "column", **(posts or {})}
    about = {"name": "s", "start": "2024-01-02", "end": "2024-12-30"}
    tickers = [{"ticker": "AAA"}, {"ticker": "BBB"}]
    return study_type().model_validate({"study": about, "company": tickers, "posts": options, **sections})


def losses(kept: int = 0, duplicate: int = 0, quarantined: int = 0, **filtered: int) -> list[Loss]:
    """Rows of AAA and of nobody, with the identity of rows."""
    of_nobody = ("no_company", "many_companies", "removed")
    parts = [
        Loss("kept", "posts", "AAA", kept),
        Loss("duplicate", "same_key", "AAA", duplicate),
        Loss("quarantined", "no_time", "", quarantined),
        *(Loss("filtered", cause, "" if cause in of_nobody else "AAA", n) for cause, n in filtered.items()),
    ]
    read = sum(loss.rows for loss in parts)
    return [Loss("rows_in", "rows", "", read), *(loss for loss in parts if loss.rows)]


def notices(of: Study, came: list[Loss], lost: LostRows | None = None) -> list[Notice]:
    with caught() as some:
        check_kept(of, came, lost or LostRows())
    return some


@pytest.mark.parametrize(
    ("posts", "came", "field", "got"),
    [
        ({}, {"no_company": 9, "retweet": 1}, "posts.company", "9 of 10 rows name no company"),
        ({}, {"no_company": 1, "retweet": 9}, "posts.retweets", "9 of 10 rows repeat another post"),
        ({"max_companies": 1}, {"many_companies": 8}, "posts.max_companies", "8 of 8 rows name more than 1"),
        ({}, {"outside_period": 7, "duplicate": 6, "retweet": 2}, "study.start", "7 of 15 rows lie before"),
        ({"max_lost": 1.0}, {"quarantined": 5, "removed": 4}, "posts.path", "5 of 9 rows cannot be read"),
        ({}, {"removed": 4}, "posts.path", "4 of 4 rows are left out for the cause removed"),
    ],
)
def test_without_any_post_the_largest_loss_is_named(
    posts: dict[str, Any], came: dict[str, int], field: str, got: str
) -> None:
    with pytest.raises(DataError) as refused:
        check_kept(study(posts), losses(**came), LostRows())
    assert refused.value.fault.field == field
    assert f"no post to measure: {got}" in refused.value.fault.got


@pytest.mark.parametrize(("kept", "refused"), [(1, True), (2, False)])
def test_all_but_one_duplicate_is_a_fault_of_the_ids(kept: int, refused: bool) -> None:
    came = losses(kept=kept, duplicate=98)
    if refused:
        with pytest.raises(DataError, match=r"posts\.columns\.id: got \"98 of 99 posts"):
            check_kept(study(), came, LostRows())
    else:
        assert notices(study(), came) == [
            Notice("duplicates", (), 0, (("n", 98), ("of", 100), ("share", 0.98)))
        ]


def test_one_post_of_each_company_read_twice_is_no_fault_of_the_ids() -> None:
    assert notices(study(), losses(kept=1, duplicate=1)) == []


@pytest.mark.parametrize(("n", "warned"), [(50, False), (51, True)])
def test_a_loss_is_told_above_half_of_the_rows(n: int, warned: bool) -> None:
    by_code = {
        "unlinked": losses(kept=100 - n, no_company=n),
        "duplicates": losses(kept=100 - n, duplicate=n),
        "outside_period": losses(kept=100 - n, outside_period=n),
    }
    for code, came in by_code.items():
        assert [one.code for one in notices(study(), came)] == [code] * warned


def test_the_study_says_above_which_share() -> None:
    came = losses(kept=70, no_company=30)
    assert notices(study(), came) == []
    (notice,) = notices(study(warn_above={"unlinked": 0.2}), came, LostRows(first_unlinked="$AAA"))
    assert dict(notice.values) == {"n": 30, "of": 100, "share": 0.3, "place": "column", "written": "$AAA"}


def test_texts_about_nobody_are_the_normal_case() -> None:
    assert notices(study({"company": "text"}), losses(kept=1, no_company=99)) == []


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("", ""),
        ("$AAPL", "$AAAA"),
        ("Brk.b 2", "Aaa.a 9"),
        ("Ärger\t½\x1b名", "Aaaaa ??a"),
        ("Sell everything, everybody!", "Aaaa aaaaaaaaaa, aaa… (27 characters)"),
    ],
)
def test_the_form_of_a_text_says_nothing_of_it(text: str, shape: str) -> None:
    assert form(text) == shape


@given(st.text(st.characters(), max_size=200))
def test_a_form_has_no_letter_of_its_text_and_a_bounded_length(text: str) -> None:
    shape = form(text)
    assert len(shape) <= 40
    assert set(shape) - set("Aa9? …()characters0123456789") <= {
        c for c in text if c.isascii() and not c.isalnum()
    }
    assert shape.isprintable()
