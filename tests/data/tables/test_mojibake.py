"""Repair of mojibake. Expected values: texts by hand, and the texts that Python's codecs garbled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naysay.data.tables.mojibake import is_mojibake, repaired


def garbled(text: str) -> str:
    """``text`` as a browser shows its UTF-8 when told that it is Windows-1252."""
    return "".join(
        bytes([byte]).decode("cp1252") if byte not in b"\x81\x8d\x8f\x90\x9d" else chr(byte)
        for byte in text.encode()
    )


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("GrÃ¼n", "Grün"),
        ("Ã„pfel fÃ¼r GroÃŸ", "Äpfel für Groß"),
        ("10 â‚¬ â€“ â€žteuerâ€œ", "10 € – „teuer“"),
        ("it\u00e2\u20ac\u2122s", "it’s"),
        ("\u00f0\u0178\u02dc\u20ac top", "😀 top"),
        ("Ã©tÃ©", "été"),
        ("ÐŸÑ€Ð¸Ð²ÐµÑ‚", "Привет"),
        ("\u00e2\u0080\u0093", "–"),  # by way of ISO-8859-1
        ("GrÃƒÂ¼n", "Grün"),  # twice
    ],
)
def test_what_was_read_wrongly_is_read_again(wrong: str, right: str) -> None:
    assert is_mojibake(wrong)
    assert repaired(wrong) == right


@pytest.mark.parametrize(
    "text",
    [
        "",
        "plain",
        "Grün",
        "SÃO PAULO",
        "À la carte",
        "Ã",
        "â",
        "RÉSUMÉ»",
        "das MENÜ»",
        "10 £ Â",
        "漢字 😀",
        "Müller Ã.",
    ],
)
def test_honest_text_is_left_alone(text: str) -> None:
    assert repaired(text) == text
    assert not is_mojibake(text)


def test_a_run_that_is_not_mojibake_as_a_whole_stays() -> None:
    assert repaired("Ã¼Ã") == "Ã¼Ã"


def test_one_garbled_word_makes_no_garbled_file() -> None:
    assert not is_mojibake("schön grün süß Äpfel für Öl, wie Ã¼ber")


@given(st.text(st.characters(min_codepoint=0xC0, max_codepoint=0xFF), min_size=1))
def test_letters_of_western_europe_come_back(text: str) -> None:
    assert repaired(garbled(text)) == text


@given(st.text())
def test_repair_never_makes_a_text_longer(text: str) -> None:
    assert len(repaired(text)) <= len(text)
    if text.isascii():
        assert repaired(text) == text
