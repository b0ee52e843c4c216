"""Reading a study: what is taken, and how faults are told. Expected values are the contract of the file."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from naysay.study.errors import Fault, StudyError
from naysay.study.file import parse_study, read_study

LEAST = """\
[study]
name = "least"
start = 2024-01-02
end = 2024-12-30
[[company]]
ticker = "ACME"
[posts]
format = "table"
path = "posts.csv"
[prices]
path = "prices"
"""


def faults(text: str) -> dict[str, Fault]:
    with pytest.raises(StudyError) as caught:
        parse_study(text, source="x.toml", parts={"forums": ["table", "twitter"], "scorers": ["vader"]})
    return {fault.field: fault for fault in caught.value.faults}


def test_the_least_study_has_the_defaults_of_the_design() -> None:
    study = parse_study(LEAST, source="x.toml")
    assert study.study.start == dt.date(2024, 1, 2)
    assert (study.granger.lags, study.granger.covariance) == (5, "HC3")
    assert study.event_study.estimation == (-130, -11)
    assert study.focus.label == "ACME"
    assert study.event_study.told_window == (0, 1)


def test_a_study_is_frozen() -> None:
    study = parse_study(LEAST, source="x.toml")
    with pytest.raises(ValueError, match="frozen"):
        study.granger.lags = 3  # type: ignore[misc]


@pytest.mark.parametrize(
    ("old", "new", "field", "told"),
    [
        ('"ACME"', '"../x"', "company[0].ticker", "1 to 20 of the characters"),
        ('"ACME"', '"a/b"', "company[0].ticker", "without folders"),
        ('"ACME"', '"A..B"', "company[0].ticker", "without folders"),
        ('"ACME"', '"POOLED"', "company[0].ticker", "Rename the ticker"),
        ('"ACME"', '"ACME\\n"', "company[0].ticker", "1 to 20 of the characters"),
        ('"least"', '"../least"', "study.name", "becomes a folder"),
        ("end = 2024-12-30", "end = 2023-12-30", "study.end", "Swap the two dates"),
        ("end = 2024-12-30", 'end = "soon"', "study.end", "the last trading date"),
        ("end = 2024-12-30", "", "study.end", "Add study.end"),
        ('format = "table"', 'format = "tabel"', "posts.format", "table, twitter"),
        ("[prices]", "[price]", "price", "Did you mean prices?"),
        ("[prices]", "colour = 1\n[prices]", "posts.colour", "the keys format, path"),
        ("[prices]", "[granger]\nlags = 99\n[prices]", "granger", "lag orders from 1 to 60"),
        ("[prices]", "[granger]\nbandwidth = 3\n[prices]", "granger", "HAC"),
        ("[prices]", "[granger]\nprimary_lag = 9\n[prices]", "granger", "among the orders"),
        ("[prices]", '[granger]\nlags = "many"\n[prices]', "granger.lags", "a number p"),
        (
            "[prices]",
            "[event_study]\nestimation = [-20, 5]\n[prices]",
            "event_study",
            "ends before the event window",
        ),
        (
            "[prices]",
            "[event_study]\nwindows = [[-30, 0]]\n[prices]",
            "event_study",
            "inside the event window",
        ),
        ("[prices]", "[event_study]\nwindows = [[5, 0]]\n[prices]", "event_study", "not after their end"),
        ("[prices]", "[event_study]\nprimary_window = [3, 4]\n[prices]", "event_study", "Add it to windows"),
        ("[prices]", "[projections]\nprimary_horizon = 20\n[prices]", "projections", "up to horizons = 10"),
        ("[prices]", "[chatter]\nmin_history = 500\n[prices]", "chatter", "up to history = 120"),
        ("[prices]", '[report]\nfocus = "NONE"\n[prices]', "study", "a report.focus among ACME"),
        ("[prices]", '[report]\nformats = ["docx"]\n[prices]', "report.formats[0]", "pdf and html"),
        (
            "[prices]",
            '[[event_study.events]]\ncompany = "B"\nsession = 2024-05-02\n[prices]',
            "study",
            "events of the study's own companies",
        ),
    ],
)
def test_a_fault_is_told_with_its_mend(old: str, new: str, field: str, told: str) -> None:
    found = faults(LEAST.replace(old, new))
    assert told in f"{found[field].allowed}. {found[field].mend}"


def test_all_faults_are_told_at_once() -> None:
    text = LEAST.replace('"ACME"', '"../x"').replace("2024-12-30", "2020-01-01").replace('"table"', '"no"')
    assert {"company[0].ticker", "study.end", "posts.format"} <= set(faults(text + "\n[wrong]\nx = 1\n"))


def test_a_ticker_stands_once() -> None:
    text = LEAST.replace("[posts]", '[[company]]\nticker = "ACME"\n[posts]')
    assert "each ticker once" in faults(text)["study"].allowed


@pytest.mark.parametrize("ticker", ["NA", "TRUE", "^GSPC", "BRK-B", "BRK.B", "0700.HK", "EURUSD=X"])
def test_tickers_as_price_sources_spell_them(ticker: str) -> None:
    study = parse_study(LEAST.replace("ACME", ticker), source="x.toml")
    assert study.company[0].ticker == ticker


def test_what_is_hostile_is_shown_on_one_line() -> None:
    text = LEAST.replace('"ACME"', '"\\u202e\\u0000\\n[bold]"')
    shown = faults(text)["company[0].ticker"].got
    assert shown.isprintable()


@pytest.mark.parametrize("text", ["[study", "a = ", "\x00", "[study]\nname = 'a'\nname = 'b'"])
def test_what_is_no_toml_is_said_so(text: str) -> None:
    assert faults(text)["file"].allowed == "TOML 1.0"


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "latin.toml").write_bytes(LEAST.replace("least", "größe").encode("latin-1"))
    for path, told in [(tmp_path / "none.toml", "check the path"), (tmp_path, "check the path")]:
        with pytest.raises(StudyError, match=told):
            read_study(path)
    with pytest.raises(StudyError, match="Save the file as UTF-8"):
        read_study(tmp_path / "latin.toml")


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "bom.toml").write_bytes(b"\xef\xbb\xbf" + LEAST.encode())
    assert read_study(tmp_path / "bom.toml").study.name == "least"


@pytest.mark.parametrize(
    ("event_window", "windows", "told"),
    [
        ("[-10, 10]", ((-10, -1), (0, 0), (0, 1), (1, 5), (-10, 10)), (0, 1)),
        ("[-2, 2]", ((0, 0), (0, 1), (-2, 2)), (0, 1)),
        ("[1, 3]", ((1, 3),), (1, 3)),
    ],
)
def test_usual_windows_follow_the_event_window(
    event_window: str, windows: tuple[tuple[int, int], ...], told: tuple[int, int]
) -> None:
    text = f"{LEAST}[event_study]\nevent_window = {event_window}\nestimation = [-100, -11]\n"
    study = parse_study(text, source="x.toml").event_study
    assert study.windows == windows
    assert study.told_window == told


def test_windows_of_ones_own_need_no_primary_one() -> None:
    study = parse_study(f"{LEAST}[event_study]\nwindows = [[0, 3], [0, 5]]\n", source="x.toml").event_study
    assert study.told_window == (0, 3)


def test_without_a_benchmark_the_defaults_do_without() -> None:
    bare = parse_study(LEAST, source="x.toml")
    assert (bare.granger.returns, bare.projections.returns, bare.event_study.model) == (
        "ret",
        "ret",
        "constant_mean",
    )
    against = parse_study(f'{LEAST}[market]\nbenchmark = "^X"\n', source="x.toml")
    assert (against.granger.returns, against.event_study.model) == ("abnormal_ret", "market")
    asked = parse_study(f'{LEAST}[event_study]\nmodel = "market"\n', source="x.toml")
    assert asked.event_study.model == "market"
