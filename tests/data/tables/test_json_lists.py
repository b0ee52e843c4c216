"""JSON arrays and pages. Expected values: the values that were written, by hand or by Python's json."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naysay.data.tables.json_bytes import BrokenError, CutOffError
from naysay.data.tables.json_lists import JsonRows, all_rows_of, declared_rows, listed, rows_of

REDDIT = '{"kind":"Listing","data":{"children":[{"kind":"t3","data":{"id":"a","text":"good"}}],"after":null}}'


TOP = JsonRows()


def blocks(text: str, size: int = 5) -> list[bytes]:
    raw = text.encode()
    return [raw[at : at + size] for at in range(0, len(raw), size)]


def values(text: str, rows: JsonRows = TOP, longest: int = 1000) -> list[bytes]:
    return list(listed(blocks(text), rows, longest))


def test_an_array_is_a_list_of_its_values() -> None:
    assert values('[{"id": 1}, {"id":"]}\\"{"} ,5,"x,]",null,[1,{}]]') == [
        b'{"id": 1}',
        b'{"id":"]}\\"{"}',
        b"5",
        b'"x,]"',
        b"null",
        b"[1,{}]",
    ]


def test_line_feeds_within_a_value_become_spaces() -> None:
    assert values('[\n {\n  "id": 1\n }\n]') == [b'{   "id": 1  }']


def test_a_page_has_its_list_below_a_key() -> None:
    text = '{"export": "x", "errors": [1, 2, 3], "posts": [{"id": 1}, {"id": 2}], "n": {"of": []}}'
    assert rows_of(blocks(text)) == JsonRows(("posts",))
    assert values(text, JsonRows(("posts",))) == [b'{"id": 1}', b'{"id": 2}']


def test_the_list_that_has_what_is_wanted_goes_before_a_longer_one() -> None:
    text = '{"errors": [{"a": 1}, {"a": 2}], "posts": [{"id": 1}]}'
    assert rows_of(blocks(text)) == JsonRows(("errors",))
    assert rows_of(blocks(text), ["id"]) == JsonRows(("posts",))


def test_what_reddit_gives_has_its_cells_one_key_deeper() -> None:
    rows = JsonRows(("data", "children"), ("data",))
    assert rows_of(blocks(REDDIT), ["id", "text"]) == rows
    assert declared_rows("data.children.data", blocks(REDDIT)) == rows
    assert values(REDDIT, rows) == [b'{"kind":"t3","data":{"id":"a","text":"good"}}']


def test_an_object_that_has_what_is_wanted_is_a_row() -> None:
    text = '{"id": 1, "tags": [{"a": 1}]}\n{"id": 2}'
    assert rows_of(blocks(text), ["id"]) == JsonRows()
    assert values(text) == [b'{"id": 1, "tags": [{"a": 1}]}', b'{"id": 2}']


def test_a_page_may_be_empty() -> None:
    assert rows_of(blocks('{"after": null, "posts": []}'), ["id"]) == JsonRows(("posts",))
    assert values('{"after": null, "posts": []}', JsonRows(("posts",))) == []
    assert rows_of(blocks('{"id": 1, "tags": []}'), ["id", "text"]) == JsonRows()


def test_pages_may_follow_each_other() -> None:
    assert values('{"a": [{"id": 1}]}\n{"a": []}\n{"b": 2, "a": [{"id": 3}]}', JsonRows(("a",))) == [
        b'{"id": 1}',
        b'{"id": 3}',
    ]


def test_a_page_without_the_list_is_a_row_that_is_no_object() -> None:
    assert values('{"a": [{"id": 1}]}\n{"error": "too many"}', JsonRows(("a",))) == [b'{"id": 1}', b"null"]


@pytest.mark.parametrize("keys", ["data", "data.items", "kind", "x"])
def test_keys_that_lead_to_no_list(keys: str) -> None:
    assert declared_rows(keys, blocks(REDDIT)) is None


@pytest.mark.parametrize(
    ("text", "whole", "rest"),
    [
        ('[{"id": 1}, {"id', [b'{"id": 1}'], b'{"id'),
        ('[{"id": 1},', [b'{"id": 1}'], b""),
        ('[{"id": 1}', [], None),
        ("[", [], b""),
    ],
)
def test_a_list_that_is_cut_off_gives_what_came_before(
    text: str, whole: list[bytes], rest: bytes | None
) -> None:
    taken = list[bytes]()
    with pytest.raises(CutOffError) as caught:
        taken.extend(iter(_taking(text, taken)))
    if rest is not None:
        assert (taken, caught.value.rest) == (whole, rest)


def _taking(text: str, taken: list[bytes]) -> list[bytes]:
    for value in listed(blocks(text), JsonRows(), 1000):
        taken.append(value)
    return []


@pytest.mark.parametrize("text", ["5", '[{"id": 1}]]', '{"a" 1}{"a": [1]}', "nothing"])
def test_what_is_no_json_between_its_values_is_told(text: str) -> None:
    with pytest.raises(BrokenError):
        values(text, JsonRows(("a",)))


def test_a_value_that_is_no_json_does_no_harm_to_the_next() -> None:
    assert values('[{"a": tru}, {"b" "c"}, {"d"}{"e"}, {"id": 1}]') == [
        b'{"a": tru}',
        b'{"b" "c"}',
        b'{"d"} {"e"}',
        b'{"id": 1}',
    ]


def test_of_a_long_value_little_is_held() -> None:
    assert values('[{"text": "' + "x" * 500 + '"}, {"id": 1}]', longest=20) == [
        b'{"text": "xxxxxxxxxxx',
        b'{"id": 1}',
    ]


nested = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


@given(rows=st.lists(nested, max_size=5), size=st.integers(1, 9), indent=st.sampled_from([None, 1]))
def test_what_json_wrote_is_read_back(rows: list[Any], size: int, indent: int | None) -> None:
    text = json.dumps(rows, indent=indent, ensure_ascii=False)
    assert [json.loads(raw) for raw in listed(blocks(text, size), JsonRows())] == rows


@given(text=st.text(alphabet='[]{},:"\\ a1\n', max_size=40), size=st.integers(1, 9))
def test_any_text_gives_the_same_in_any_blocks(text: str, size: int) -> None:
    def read(size: int) -> list[bytes | str]:
        gathered = list[bytes | str]()
        try:
            gathered.extend(listed(blocks(text, size), JsonRows(("a",)), 12))
        except BrokenError as error:
            gathered.append(type(error).__name__)
        return gathered

    assert read(size) == read(100)
    assert rows_of(blocks(text, size), ["a"]) == rows_of(blocks(text, 100), ["a"])


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ('{"a": [{"id": 1}], "b": {"c": [{"id": 2}]}, "d": [{"x": 3}]}', JsonRows(("a",), (), (("b", "c"),))),
        ('{"a": []}{"b": [{"id": 1}]}{"a": [{"id": 2}]}', JsonRows(("b",), (), (("a",),))),
        ('{"view": {"id": 1}, "a": [{"id": 2}]}', TOP),
        ('{"id": 1, "a": [{"id": 2}]}', TOP),
        ('[{"a": [{"id": 1}]}]', TOP),
        ('{"a": [], "b": []}', JsonRows(("a",))),
        ('{"a": [{"x": 1}], "b": [{"x": 1}, {"x": 2}]}', JsonRows(("b",))),
        ('{"a": [{"id": 1}, ', JsonRows(("a",))),
        ("", TOP),
    ],
)
def test_all_lists_that_have_what_is_wanted_are_lists_of_rows(text: str, rows: JsonRows) -> None:
    assert all_rows_of(blocks(text), ["id"]) == rows


def test_rows_of_several_lists_come_in_the_order_of_the_file() -> None:
    text = (
        '{"a": [{"id": 1}], "d": [7], "b": {"c": [{"id": 2}]}}\n{"b": {"c": []}, "a": [{"id": 3}]}\n{"x": 1}'
    )
    rows = JsonRows(("a",), (), (("b", "c"),))
    assert values(text, rows) == [b'{"id": 1}', b'{"id": 2}', b'{"id": 3}', b"null"]
