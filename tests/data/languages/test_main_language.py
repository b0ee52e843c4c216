"""The main language of places. Expected values: by hand, from counts of a few texts."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from hypothesis import given
from hypothesis import strategies as st

from naysay.data.languages.detection import UNDECIDED, number_of
from naysay.data.languages.main_language import LEAST, main_language, main_languages

EN, DE, FR = (number_of(code) for code in ("en", "de", "fr"))


def of(languages: list[int], place: list[int]) -> list[int]:
    return main_languages(np.array(languages, dtype=np.int8), np.array(place, dtype=np.int32)).tolist()


def test_the_language_of_most_texts_that_tell() -> None:
    languages = [DE] * LEAST + [EN] * 3 + [UNDECIDED] * 50 + [EN] * LEAST + [DE] * 2
    assert of(languages, [0] * (LEAST + 53) + [1] * (LEAST + 2)) == [DE, EN]


def test_a_place_with_few_texts_that_tell_has_the_main_language_of_all() -> None:
    assert of([DE] * 30 + [FR] * (LEAST - 1), [0] * 30 + [1] * (LEAST - 1)) == [DE, DE]
    assert of([DE] * 30 + [FR] * LEAST, [0] * 30 + [1] * LEAST) == [DE, FR]


def test_languages_that_are_as_frequent_have_an_order() -> None:
    assert of([DE, EN] * LEAST, [0] * 2 * LEAST) == of([EN, DE] * LEAST, [0] * 2 * LEAST) == [EN]


def test_no_text_that_tells_leaves_it_open() -> None:
    assert of([UNDECIDED] * 3, [0, 1, 1]) == [UNDECIDED] * 2
    assert of([], []) == []
    assert main_language([]) == main_language(["SAP 120"]) == ""
    assert main_language(["Der Kurs ist nicht schlecht", "Finger weg"]) == "de"


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3)), min_size=1, max_size=80), st.randoms())
def test_the_order_of_texts_does_not_matter(posts: list[tuple[int, int]], random: object) -> None:
    def main(shown: list[tuple[int, int]]) -> npt.NDArray[np.int8]:
        languages, place = zip(*shown, strict=True)
        return main_languages(np.array(languages, dtype=np.int8), np.array(place))

    shuffled = posts.copy()
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert main(posts).tolist() == main(shuffled).tolist()
