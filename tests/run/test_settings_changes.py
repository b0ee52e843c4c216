"""Options and versions of two runs. Expected values: by hand."""

from __future__ import annotations

from naysay.run.settings_changes import option_changes, version_changes


def test_options_that_differ_are_named_by_their_path() -> None:
    first = {"a": {"b": 1, "c": [1, 2]}, "d": "x"}
    assert option_changes(first, first) == ()
    told = option_changes(first, {"a": {"b": 2, "c": [1, 3]}, "e": "y"})
    assert [one.name for one in told] == ["a.b", "a.c", "d", "e"]
    assert str(told[0]) == "a.b: 1 and 2"


def test_companies_are_known_by_their_tickers_and_their_order_counts() -> None:
    one, two = {"ticker": "A", "name": "One"}, {"ticker": "B", "name": "Two"}
    told = option_changes({"company": [one, two]}, {"company": [{**two, "name": "2"}, one]})
    assert [str(change) for change in told] == [
        'company.(order): "A, B" and "B, A"',
        'company.B.name: "Two" and "2"',
    ]


def test_versions_come_with_naysay_first_and_the_kernel_last() -> None:
    first = {"naysay": "1", "zlib": "1", "numpy": "2", "kernel": "x86_64 Haswell"}
    second = {"naysay": "2", "zlib": "2", "numpy": "2", "kernel": "x86_64 Zen"}
    told = version_changes(first, second)
    assert [one.name for one in told] == ["naysay", "zlib", "kernel"]
    assert str(version_changes({}, {"numpy": "2"})[0]) == "numpy: none and 2"
