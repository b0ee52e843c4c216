"""Tables as UTF-8. Expected values: the texts that Python's codecs wrote, by hand."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naysay.data.tables.encoding import HEAD
from naysay.data.tables.transcoding import Utf8

GERMAN = "Nr.;Beitrag\r\n1;Grün ist die Hölle\r\n2;süß – naja\r\n"


def whole(raw: bytes, size: int = 7, declared: str = "") -> tuple[str, str]:
    """The text and the name of the encoding, of blocks of ``size`` bytes."""
    source = Utf8((raw[at : at + size] for at in range(0, len(raw), size)), declared=declared)
    return b"".join(source).decode(), source.encoding.name


@pytest.mark.parametrize("size", [1, 2, 3, 1000])
@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_each_encoding_becomes_utf_8(codec: str, size: int) -> None:
    assert whole(GERMAN.encode(codec), size)[0] == GERMAN


def test_utf_8_passes_as_it_is() -> None:
    for raw in (GERMAN.encode(), GERMAN.encode("utf-8-sig"), "schön".encode() + b"\xff", b"\n\r\0"):
        assert b"".join(Utf8([raw[:3], raw[3:]])) == raw


def test_the_first_letter_beyond_ascii_decides_wherever_it_stands() -> None:
    raw = b"id;text\n" + b"1;good\n" * HEAD + "2;schön".encode("cp1252")
    text, encoding = whole(raw, 50_000)
    assert (text[-5:], encoding) == ("schön", "windows-1252")


def test_exports_that_were_put_together_are_read_line_by_line() -> None:
    raw = "grün\nhöher\ngrün – naja\n".encode("cp1252") + "grün\n".encode() + "süß".encode("cp1252")
    assert whole(raw) == ("grün\nhöher\ngrün – naja\ngrün\nsüß", "windows-1252")


def test_what_a_study_declares_holds() -> None:
    assert whole("naïve £".encode("cp850"), declared="cp850") == ("naïve £", "cp850")


def test_mojibake_is_repaired_line_by_line() -> None:
    source = Utf8(["id\n1;GrÃ¼n\n2;Gr".encode(), "Ã¼n\n3;none\n".encode()])
    assert b"".join(source).decode() == "id\n1;Grün\n2;Grün\n3;none\n"
    assert source.repaired_lines == 2


def test_mojibake_behind_a_mark_is_repaired() -> None:
    assert whole("GrÃ¼n".encode("utf-8-sig"))[0] == "\ufeffGrün"


def test_mojibake_stays_where_utf_8_is_declared() -> None:
    assert whole("GrÃ¼n".encode(), declared="utf-8")[0] == "GrÃ¼n"


def test_bytes_that_are_no_utf_8_stay_beside_mojibake() -> None:
    assert b"".join(Utf8(["GrÃ¼n\n".encode() + b"\xff\n"])) == "Grün\n".encode() + b"\xff\n"


def test_marks_within_a_file_are_no_marks() -> None:
    text, encoding = whole(b"a\n" * 10 + "ÿþ schön".encode("cp1252"))
    assert (text[-8:], encoding) == ("ÿþ schön", "windows-1252")


def test_carriage_returns_alone_end_lines() -> None:
    assert whole("id;text\r1;Grün\r".encode("mac-roman"), declared="mac-roman")[0] == "id;text\n1;Grün\n"
    assert whole(b"id;text\r1;good\r")[0] == "id;text\n1;good\n"
    assert whole(b"id;text\n1;go\rod\n")[0] == "id;text\n1;go\rod\n"


def test_what_the_source_raises_comes_behind_what_it_gave() -> None:
    def broken() -> Iterator[bytes]:
        yield GERMAN.encode("utf-16")[:31]
        raise ValueError("cut off")

    blocks, taken = iter(Utf8(broken())), list[bytes]()
    with pytest.raises(ValueError, match="cut off"):
        deque(map(taken.append, blocks), maxlen=0)
    assert b"".join(taken).decode() == GERMAN[:14] + "\ufffd"


@given(raw=st.binary(max_size=80), size=st.integers(1, 20), declared=st.sampled_from(["", "utf-16", "cp850"]))
def test_blocks_change_nothing(raw: bytes, size: int, declared: str) -> None:
    cut = Utf8([raw[at : at + size] for at in range(0, len(raw), size)], declared=declared)
    assert b"".join(cut) == b"".join(Utf8([raw], declared=declared))


@given(st.binary(max_size=200))
def test_utf_8_in_utf_8_out(raw: bytes) -> None:
    source = Utf8([raw])
    content = b"".join(source)
    if source.encoding.name == "utf-8" and not source.encoding.is_mojibake and b"\r" not in raw:
        assert content == raw
