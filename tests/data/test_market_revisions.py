"""How two answers of the same symbol differ, and how long a fetch waits: properties.

Expected values: by hand from the change that was made; bounds are those of the modules' own constants.
"""

from __future__ import annotations

import math
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from naysay.data.markets._patience import MOST_SECONDS, TRIES, LimitedError, Patience
from naysay.data.markets._revisions import revision

CLOSES = st.lists(st.floats(0.01, 1e5), min_size=2, max_size=30)
FIRST = date(2020, 1, 1)


def table(closes: list[float]) -> bytes:
    rows = [f"{FIRST + timedelta(days=n)},1,1,1,{c!r},{c!r},1" for n, c in enumerate(closes)]
    return "\n".join(["Date,Open,High,Low,Close,Adj Close,Volume", *rows]).encode()


@given(CLOSES, st.floats(0.01, 100.0))
def test_all_prices_times_a_number_are_no_revision(closes, factor):
    assert revision("AAA", table(closes), table([close * factor for close in closes])) is None


@given(CLOSES, st.data(), st.floats(1.0, 5_000.0))
def test_one_price_that_moved_changes_the_returns_to_and_from_it(closes, data, moved_bp):
    place = data.draw(st.integers(0, len(closes) - 1))
    later = [close * math.exp(moved_bp / 1e4) if n == place else close for n, close in enumerate(closes)]
    told = revision("AAA", table(closes), table(later))
    sessions = [n for n in (place, place + 1) if 1 <= n < len(closes)]
    assert told is not None
    assert told.sessions == len(sessions)
    assert told.first == FIRST + timedelta(days=sessions[0])
    assert told.last == FIRST + timedelta(days=sessions[-1])
    assert told.largest_bp == pytest.approx(moved_bp, rel=1e-6)


@given(CLOSES, CLOSES)
def test_sessions_after_the_stored_ones_are_no_revision(closes, more):
    assert revision("AAA", table(closes), table(closes + more)) is None


@pytest.mark.filterwarnings("ignore:no adj close")
@pytest.mark.parametrize("closes", [[10.0], [10.0, 11.0]])
def test_an_answer_without_any_price_is_a_revision(closes):
    nothing = table(closes).replace(b"10.0", b"").replace(b"11.0", b"")
    told = revision("AAA", table(closes), nothing)
    assert told is not None
    assert (told.sessions, told.one_sided) == (0, len(closes))
    assert revision("AAA", nothing, nothing) is None


@given(st.lists(st.floats(0.0, 2_000.0), min_size=1, max_size=60), st.integers(0, 2**32 - 1))
def test_waits_never_exceed_their_total_however_long_the_server_asks(asked_seconds, seed):
    waits: list[float] = []
    patience = Patience(np.random.default_rng(seed), sleep=waits.append, say=lambda line: None)
    left = iter(asked_seconds)
    tries = 0

    def limited() -> None:
        nonlocal tries
        tries += 1
        error = LimitedError("prices", got="AAA", allowed="prices", mend="Wait.")
        error.retry_after_seconds = next(left, 0.0)
        raise error

    for _ in range(12):
        tries = 0
        with pytest.raises(LimitedError):
            patience.ask(limited, before_wait=lambda: None)
        assert tries <= TRIES
    assert sum(waits) <= MOST_SECONDS
