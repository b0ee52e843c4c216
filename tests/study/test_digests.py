"""Digests of values. Expected values: which of them are equal, by hand."""

from __future__ import annotations

import datetime as dt
import itertools
import math
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from naysay.study.digests import UndigestedError, digest

DAYS = pd.to_datetime(["2024-01-02", "2024-01-03"])
DIFFERENT: list[Any] = [
    None, pd.NaT, pd.NA, math.nan, 0, 0.0, False, "0", "", b"", b"0", -0.0, 1, 1.0, True, "1",
    np.float64(1), np.int64(1), np.int32(1), np.float32(1), (), [], {}, frozenset(), (1,), [1], {1: 1},
    {"1": 1}, frozenset({1}), ("a", "b"), ("ab",), ("a", ("b",)), (("a",), "b"), {"a": 1, "b": 2},
    {"b": 2, "a": 1}, dt.date(2024, 1, 2), pd.Timestamp("2024-01-02"),
    pd.Timestamp("2024-01-02", tz="UTC"), np.array([1.0, 2.0]), np.array([[1.0, 2.0]]), np.array([1, 2]),
    np.array([1, 2], np.int32), np.array([1.0, 2.0], dtype=object), np.array(["1", "2"]),
    np.array([np.nan, 2.0]), pd.Series([1.0, 2.0]), pd.Series([1.0, 2.0], name="a"),
    pd.Series([1.0, 2.0], index=["a", "b"]), pd.Series([1.0, None], dtype="Int64"),
    pd.Series([1, 2], dtype="Int64"), pd.Series(["a", None], dtype="string"),
    pd.Series(["a", None], dtype=object),
    pd.Series(["a", "b"], dtype="category"),
    pd.Series(pd.Categorical(["a", "b"], categories=["b", "a"])), pd.Series(DAYS),
    pd.Series(DAYS.as_unit("s")), pd.DataFrame({"a": [1.0]}), pd.DataFrame({"b": [1.0]}),
    pd.DataFrame({"a": [1]}), pd.DataFrame({"a": ["1"]}), pd.DataFrame({"a": [1.0], "b": [2.0]}),
    pd.DataFrame({"b": [2.0], "a": [1.0]}), pd.DataFrame({"a": [1.0]}, index=pd.Index([0], name="n")),
    pd.DataFrame({"a": [1.0]}, index=[1]), pd.DataFrame({"a": [1.0]}, index=pd.Index([0.0])),
    pd.DataFrame(columns=["a"]), pd.DataFrame(), pd.DataFrame({"a": [1.0, 2.0]}, index=DAYS),
    pd.DataFrame({"a": [1.0, 2.0]}, index=pd.DatetimeIndex(DAYS, freq="D")),
    pd.MultiIndex.from_tuples([("a", 1)]), pd.MultiIndex.from_tuples([("a", 1)], names=["x", "y"]),
]  # fmt: skip


def test_what_differs_has_different_digests() -> None:
    digests = list(map(digest, DIFFERENT))
    same = [
        pair
        for pair in itertools.combinations(range(len(digests)), 2)
        if digests[pair[0]] == digests[pair[1]]
    ]
    assert [(DIFFERENT[one], DIFFERENT[other]) for one, other in same] == []


def test_a_copy_has_the_same_digest_however_it_lies_in_memory() -> None:
    frame = pd.DataFrame({"a": [1.0, math.nan], "b": ["x", None], "c": DAYS, "d": [1, 2]})
    turned = frame[["d", "c", "b", "a"]].copy()[["a", "b", "c", "d"]]
    assert digest(turned) == digest(frame) == digest(frame.copy())
    array = np.arange(6.0).reshape(2, 3)
    assert digest(np.asfortranarray(array)) == digest(array) == digest(array[:, ::-1][:, ::-1])


def test_every_nan_is_alike() -> None:
    other = np.array([0x7FF8_0000_0000_0001], dtype=np.uint64).view(np.float64)
    assert digest(other) == digest(np.array([math.nan]))


@dataclass(frozen=True)
class Made:
    """What follows from the others is no part."""

    a: int
    b: tuple[str, ...] = ()
    cached: dict[str, int] = field(default_factory=dict, init=False)


class Asked:
    """Something that is read when it is asked."""

    def __init__(self, hashed: str) -> None:
        self.hashed = hashed

    @property
    def depends(self) -> Mapping[str, object]:
        return {"hash": self.hashed}


def test_a_dataclass_counts_by_what_it_was_made_of() -> None:
    one, other = Made(1, ("x",)), Made(1, ("x",))
    other.cached["a"] = 1
    assert digest(one) == digest(other) != digest(Made(2, ("x",)))


def test_what_is_read_later_counts_by_what_it_depends_on() -> None:
    assert digest(Asked("a")) == digest(Asked("a")) != digest(Asked("b"))


@pytest.mark.parametrize("value", [object(), len, lambda: 1, {"a": [object()]}, Made])
def test_what_has_no_digest_is_refused(value: object) -> None:
    with pytest.raises(UndigestedError):
        digest(value)


def test_a_digest_is_the_same_in_every_process() -> None:
    words = (
        "from naysay.study.digests import digest; print(digest({'a': frozenset('xyz'), 'b': (1, None, 2.5)}))"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", words],
            capture_output=True,
            text=True,
            check=True,
            env={**_env(), "PYTHONHASHSEED": n},
        ).stdout.strip()
        for n in ("1", "2")
    }
    assert printed == {digest({"a": frozenset("xyz"), "b": (1, None, 2.5)})}


def _env() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": ":".join(path for path in sys.path if path)}


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(VALUES, VALUES)
def test_values_are_told_apart_as_their_written_forms_are(one: Any, other: Any) -> None:
    assert (digest(one) == digest(other)) == (repr(one) == repr(other))
