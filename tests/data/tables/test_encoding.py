"""The encoding of a table. Expected values: the encodings that Python wrote the bytes in, texts by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naysay.data.tables.encoding import HEAD, Encoding, decoded, encoding_of, text_of_table

GERMAN = "Beitrags-Nr.;Veröffentlicht am;Beitrag\r\n1;01.02.2024;Grün ist die Hölle – süß\r\n"


@pytest.mark.parametrize(
    ("codec", "expected"),
    [
        ("utf-8", Encoding("utf-8")),
        ("utf-8-sig", Encoding("utf-8", 3)),
        ("utf-16-le", Encoding("utf-16-le")),
        ("utf-16-be", Encoding("utf-16-be")),
        ("utf-16", Encoding("utf-16-le", 2)),
        ("cp1252", Encoding("windows-1252")),
    ],
)
def test_what_excel_writes_is_found(codec: str, expected: Encoding) -> None:
    raw = GERMAN.encode(codec)
    assert encoding_of(raw) == expected
    assert decoded(raw, expected) == GERMAN


def test_big_endian_utf_16_has_its_mark() -> None:
    assert encoding_of(b"\xfe\xff" + GERMAN.encode("utf-16-be")) == Encoding("utf-16-be", 2)


@pytest.mark.parametrize(("codec", "name"), [("cp850", "cp850"), ("mac-roman", "mac-roman")])
def test_excel_for_ms_dos_and_macintosh(codec: str, name: str) -> None:
    text = "id;text\n1;Grün, groß und schön\n2;Äpfel für Jürgen\n"
    assert encoding_of(text.encode(codec)).name == name
    assert text_of_table(text.encode(codec))[0] == text


def test_ascii_is_utf_8() -> None:
    assert encoding_of(b"id,text\n1,good\n") == Encoding("utf-8")


def test_no_bytes_are_utf_8() -> None:
    assert encoding_of(b"") == Encoding("utf-8")


def test_a_head_may_end_within_a_character() -> None:
    raw = "aé".encode()
    assert encoding_of(raw[:-1]).name == "utf-8"
    assert encoding_of(b"caf\xe9", is_whole=True).name == "windows-1252"


def test_few_rows_that_are_no_utf_8_leave_a_file_what_it_is() -> None:
    raw = ("schön\n" * 9).encode() + b"sch\xf6n\n"
    assert encoding_of(raw).name == "utf-8"


def test_few_rows_of_utf_8_leave_a_file_what_it_is() -> None:
    raw = b"sch\xf6n\n" * 9 + "schön\n".encode()
    assert encoding_of(raw).name == "windows-1252"


def test_bytes_with_controls_are_no_windows_1252() -> None:
    assert encoding_of(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xe4\xf6").name == "utf-8"


def test_what_is_given_is_not_looked_for() -> None:
    assert encoding_of("schön".encode(), declared="windows-1252") == Encoding("windows-1252")
    assert encoding_of("GrÃ¼n".encode(), declared="utf-8") == Encoding("utf-8")


def test_a_mark_goes_before_what_is_given() -> None:
    assert encoding_of("schön".encode("utf-8-sig"), declared="windows-1252") == Encoding("utf-8", 3)


def test_given_utf_16_takes_its_order_from_the_file() -> None:
    assert encoding_of("a;b".encode("utf-16-be"), declared="utf-16").name == "utf-16-be"
    assert encoding_of("漢字".encode("utf-16-le"), declared="utf-16").name == "utf-16-le"


def test_utf_8_that_was_read_wrongly_is_seen_and_read_right() -> None:
    raw = "id;text\n1;GrÃ¼n\n2;schÃ¶n â€“ teuer\n".encode()
    assert encoding_of(raw) == Encoding("utf-8", 0, is_mojibake=True)
    assert text_of_table(raw)[0] == "id;text\n1;Grün\n2;schön – teuer\n"


def test_a_late_letter_decides_for_a_small_file() -> None:
    raw = b"id;text\n" + b"1;good\n" * HEAD + b"2;sch\xf6n\n"
    text, encoding = text_of_table(raw)
    assert encoding.name == "windows-1252"
    assert text.endswith("schön\n")


@given(st.binary(max_size=300))
def test_any_bytes_have_an_encoding(raw: bytes) -> None:
    text, encoding = text_of_table(raw)
    assert isinstance(text, str)
    assert encoding == encoding_of(raw, is_whole=True)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\ufeff\0"), max_size=100))
def test_utf_8_is_utf_8(text: str) -> None:
    assert encoding_of(text.encode(), is_whole=True).name == "utf-8"
