"""What every forum format promises: a name, records for any bytes, and a post or a reason for any record."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naysay.data.forums import Forum, RefusedError, forum
from naysay.study.errors import DataError
from naysay.study.parts import names
from naysay.study.spec import Posts

FORUMS = names("naysay.data.forums")
OPTIONS = Posts(format="any", path="x")
scalars = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.binary(max_size=5)
)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3)
)
fields = st.dictionaries(
    st.sampled_from(
        ["id", "id_str", "text", "full_text", "created_at", "posted_at", "company", "extended_tweet"]
    ),
    values,
)


@pytest.mark.parametrize("name", FORUMS)
def test_it_is_named_after_its_file(name: str) -> None:
    assert isinstance(forum(name), Forum)
    assert forum(name).name == name


@pytest.mark.parametrize("name", FORUMS)
@given(record=fields)
def test_any_record_is_a_post_or_has_a_reason(name: str, record: dict[str, Any]) -> None:
    reason, post = "", None
    try:
        post = forum(name).post(record, OPTIONS)
    except RefusedError as refusal:
        reason = str(refusal)
    assert reason.isidentifier() == (post is None)
    if post is not None:
        assert post.post_id
        assert post.text.strip()
        post.text.encode("utf-8")
        post.post_id.encode("utf-8")
        assert 0 <= post.posted_at < 2**62


@pytest.mark.parametrize("name", FORUMS)
@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".zst", ".gz", ".parquet", ""])
@pytest.mark.parametrize(
    "content", [b"", b"\x00\xff\xfe", b"{}\n[]\n\n", b'"\n"\n', b"\r\n" * 5, b"a,b\n" * 3]
)
def test_any_bytes_are_records_or_a_clear_refusal(
    tmp_path: Path, name: str, suffix: str, content: bytes
) -> None:
    path = tmp_path / f"file{suffix}"
    path.write_bytes(content)
    field, found = "posts.", []
    try:
        found = list(forum(name).records(path, OPTIONS))
    except DataError as refusal:
        field = refusal.fault.field
    assert field.startswith("posts.")
    assert all((record.fields is None) == bool(record.reason) for record in found)
