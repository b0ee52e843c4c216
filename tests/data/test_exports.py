"""Posts as spreadsheets and monitoring tools export them. Expected values: the rows below, by hand."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from naysay.data.forums import Batch, forum
from naysay.data.forums.base import CHUNK
from naysay.data.witness import Witness
from naysay.study.errors import DataError, DataWarning
from naysay.study.post_columns import PostColumns
from naysay.study.spec import PostOptions

COLUMNS = PostColumns(id="Beitrags-Nr.", posted_at="Veröffentlicht am", text="Beitrag", author="Autor")
OPTIONS = PostOptions(format="table", path="x", company="file", columns=COLUMNS)
NAMES = "Beitrags-Nr.;Veröffentlicht am;Autor;Beitrag\r\n"
ROWS = 'B1;2024-01-02T09:00:00Z;Jörg;Grün, süß – naja\r\nB2;2024-01-02T10:00:00Z;Anna;"Die Hölle;\nteuer"\r\n'
TEXTS = ["Grün, süß – naja", "Die Hölle;\nteuer"]


def read(
    folder: Path, content: bytes, name: str = "e.csv", of: PostOptions = OPTIONS, size: int = CHUNK
) -> Batch:
    """All posts of a file that is cut into chunks of ``size`` bytes."""
    path, table, whole = folder / name, forum("table"), Batch()
    path.write_bytes(content)
    with Witness(path) as file:
        for chunk in table.chunks(path, of, file, size):
            for batch in table.parse(chunk, of):
                whole.post_id += batch.post_id
                whole.text += batch.text
                whole.author += batch.author
                whole.refused += batch.refused
    return whole


def with_(**keys: str) -> PostOptions:
    return OPTIONS.model_copy(update=keys)


@pytest.mark.parametrize("size", [1, 40, CHUNK])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_needs_no_word(tmp_path: Path, codec: str, size: int) -> None:
    posts = read(tmp_path, (NAMES + ROWS).encode(codec), size=size)
    assert (posts.text, posts.author, posts.refused) == (TEXTS, ["Jörg", "Anna"], [])


@pytest.mark.parametrize("size", [1, CHUNK])
@pytest.mark.parametrize(
    ("codec", "name"), [("cp1252", "windows-1252"), ("utf-16-le", "utf-16-le"), ("mac-roman", "mac-roman")]
)
def test_an_encoding_that_is_worked_out_is_told(tmp_path: Path, codec: str, name: str, size: int) -> None:
    with pytest.warns(DataWarning, match=f"read as: e.csv, encoding {name}"):
        posts = read(tmp_path, (NAMES + ROWS).encode(codec), size=size)
    assert (posts.text, posts.refused) == (TEXTS, [])


def test_an_encoding_that_the_study_declares_is_not_told(tmp_path: Path) -> None:
    raw = (NAMES + ROWS).encode("cp1252")
    assert read(tmp_path, raw, of=with_(encoding="windows-1252")).text == TEXTS


def test_a_packed_export_is_no_different(tmp_path: Path) -> None:
    with pytest.warns(DataWarning, match="windows-1252"):
        posts = read(tmp_path, gzip.compress((NAMES + ROWS).encode("cp1252")), "e.csv.gz")
    assert posts.text == TEXTS


def test_the_first_umlaut_may_come_late(tmp_path: Path) -> None:
    early = "".join(f"A{n};2024-01-02T08:00:00Z;x;good\r\n" for n in range(10_000))
    names = NAMES.replace("ö", "oe")
    columns = COLUMNS.model_copy(update={"posted_at": "Veroeffentlicht am"})
    with pytest.warns(DataWarning, match="windows-1252"):
        posts = read(tmp_path, (names + early + ROWS).encode("cp1252"), of=with_(columns=columns))  # type: ignore[arg-type]
    assert posts.text[-2:] == TEXTS


@pytest.mark.parametrize("size", [1, CHUNK])
def test_a_line_that_says_the_delimiter_is_passed_over(tmp_path: Path, size: int) -> None:
    with pytest.warns(DataWarning, match="lines passed over: e.csv, lines 1"):
        posts = read(tmp_path, ("sep=;\r\n" + NAMES + ROWS).encode("utf-8-sig"), size=size)
    assert posts.text == TEXTS


@pytest.mark.parametrize("size", [1, CHUNK])
def test_lines_on_the_export_are_passed_over(tmp_path: Path, size: int) -> None:
    above = "Bericht:;Nebenwerte\r\nMarke:;Grün\r\nZeitraum:;2024\r\n\r\n"
    with pytest.warns(DataWarning, match="lines passed over: e.csv, lines 3"):
        posts = read(tmp_path, (above + NAMES + ROWS).encode("utf-8-sig"), size=size)
    assert posts.text == TEXTS


def test_lines_are_counted_from_the_top_of_the_file(tmp_path: Path) -> None:
    raw = "sep=;\r\nBericht\r\n\r\n" + NAMES + "B1;never;x;good\r\n;2024-01-02T10:00:00Z;x;bad\r\n"
    with pytest.warns(DataWarning, match="lines 2"):
        refused = read(tmp_path, raw.encode()).refused
    assert [row.line for row in refused] == [5, 6]


def test_a_line_of_names_that_lacks_a_column_is_refused(tmp_path: Path) -> None:
    above = "Bericht:;Nebenwerte\r\n\r\n"
    with (
        pytest.warns(DataWarning, match="passed over"),
        pytest.raises(DataError, match="with 4 columns, among them"),
    ):
        read(tmp_path, (above + NAMES.replace("Beitrag\r", "Text\r") + ROWS).encode())


def test_text_that_was_garbled_is_repaired_and_told(tmp_path: Path) -> None:
    garbled = (NAMES + ROWS).encode().decode("cp1252").encode()  # Grün is GrÃ¼n
    with pytest.warns(DataWarning, match="mojibake repaired: e.csv, rows 3"):
        posts = read(tmp_path, garbled)
    assert (posts.text, posts.author) == (TEXTS, ["Jörg", "Anna"])


def test_honest_text_beside_a_garbled_word_is_left_alone(tmp_path: Path) -> None:
    rows = ROWS + "B3;2024-01-02T10:00:00Z;Zoë;SÃO PAULO, Ã¼ber\r\n"
    assert read(tmp_path, (NAMES + rows).encode()).text[-1] == "SÃO PAULO, Ã¼ber"


@pytest.mark.parametrize("delimiter", ["^", "\t", "¦"])
def test_a_delimiter_that_the_study_declares(tmp_path: Path, delimiter: str) -> None:
    raw = "id{0}posted_at{0}text\n1{0}2024-01-02T09:00:00Z{0}one, two; three\n".replace("{0}", delimiter)
    of = PostOptions(format="table", path="x", delimiter=delimiter)
    assert read(tmp_path, raw.encode(), of=of).text == ["one, two; three"]


def test_a_delimiter_is_that_of_the_names_that_are_needed(tmp_path: Path) -> None:
    raw = "id;posted_at;text;likes, shares, answers, views\n1;2024-01-02T09:00:00Z;good;1,2,3,4\n"
    of = PostOptions(format="table", path="x")
    assert read(tmp_path, raw.encode(), of=of).text == ["good"]


def test_names_may_have_spaces_around_them(tmp_path: Path) -> None:
    of = PostOptions(format="table", path="x")
    assert read(tmp_path, b"id, posted_at , text\n1,2024-01-02T09:00:00Z,good\n", of=of).text == ["good"]


def test_a_column_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    of = PostOptions(format="table", path="x")
    with pytest.raises(DataError, match="two columns named text"):
        read(tmp_path, b"id,posted_at,text,text\n1,2024-01-02T09:00:00Z,good,bad\n", of=of)


def test_excel_for_macintosh_ends_lines_in_carriage_returns(tmp_path: Path) -> None:
    raw = (NAMES + ROWS.replace(";\nteuer", "")).replace("\r\n", "\r").encode("mac-roman")
    with pytest.warns(DataWarning, match="mac-roman"):
        assert read(tmp_path, raw).text == [TEXTS[0], "Die Hölle"]


@pytest.mark.parametrize("delimiter", ["a", '"', "\n", ";;", "7"])
def test_what_is_no_delimiter_is_refused(delimiter: str) -> None:
    with pytest.raises(ValueError, match="one character that parts cells"):
        PostOptions(format="table", path="x", delimiter=delimiter)
