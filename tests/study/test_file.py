"""Reading a study: what is taken, and how faults are told. Expected values are the contract of the file."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
from pathlib import Path
from typing import Any, get_args

import pytest
from benchmarks._least_study import least_study
from hypothesis import given, settings
from hypothesis import strategies as st

from naysay.analysis.event_study import statistics
from naysay.analysis.event_study.options import TESTS, EventStudyOptions, Model
from naysay.analysis.granger.options import GrangerOptions
from naysay.analysis.projections.options import ProjectionOptions
from naysay.run.parts import study_type
from naysay.study.errors import Fault, StudyError
from naysay.study.file import parse_study, read_study
from naysay.study.parts import names
from naysay.study.spec import Study

LEAST = f'{least_study()}[prices]\npath = "prices"\n'
KNOWN = {"forums": ["table", "twitter"], "scorers": ["vader"], "exports": ["html", "pdf"]}
LEAST_SECTIONS = ("[study]", "[[company]]", "[posts]", "[prices]")


def faults(text: str) -> dict[str, Fault]:
    with pytest.raises(StudyError) as caught:
        parse_study(text, study_type(), source="x.toml", parts=KNOWN)
    return {fault.field: fault for fault in caught.value.faults}


def read(text: str) -> Study:
    return parse_study(text, study_type(), source="x.toml")


def test_the_least_study_has_the_defaults_of_the_design() -> None:
    study = read(LEAST)
    assert study.study.start == dt.date(2024, 1, 2)
    assert (study.section(GrangerOptions).lags, study.section(GrangerOptions).covariance) == (5, "HC3")
    assert study.section(EventStudyOptions).estimation == (-130, -11)
    assert study.company[0].label == "ACME"
    assert study.section(EventStudyOptions).reported_window == (1, 5)


@pytest.mark.parametrize(
    ("lines", "trigger", "threshold", "min_posts"),
    [
        ("", "surprise", 2.0, 3),
        ("threshold = 3.0", "surprise", 3.0, 3),
        ('trigger = "surprise"', "surprise", 2.0, 3),
        ('trigger = "absolute"', "absolute", 2.0, 5),
        ('trigger = "robust_z"\nmin_posts = 9', "robust_z", 2.0, 9),
        ('trigger = "quantile"\nthreshold = 0.95', "quantile", 0.95, 5),
    ],
)
def test_bounds_that_are_left_out_are_those_of_the_trigger(
    lines: str, trigger: str, threshold: float, min_posts: int
) -> None:
    study = read(LEAST.replace("[prices]", f"[event_study]\n{lines}\n[prices]"))
    found = study.section(EventStudyOptions)
    assert (found.trigger, found.threshold, found.min_posts) == (trigger, threshold, min_posts)
    assert (found.min_authors, found.min_gap) == (3, 10)


def test_a_study_is_frozen() -> None:
    study = read(LEAST)
    with pytest.raises(ValueError, match="frozen"):
        study.section(GrangerOptions).lags = 3  # type: ignore[misc]


@pytest.mark.parametrize(
    ("old", "new", "field", "told"),
    [
        ('"ACME"', '"../x"', "company[0].ticker", "1 to 20 of the characters"),
        ('"ACME"', '"a/b"', "company[0].ticker", "without folders"),
        ('"ACME"', '"A..B"', "company[0].ticker", "without folders"),
        ('"ACME"', '"POOLED"', "company[0].ticker", "Rename the ticker"),
        ('"ACME"', '"MEAN_GROUP"', "company[0].ticker", "Rename the ticker"),
        ('"ACME"', '"ACME\\n"', "company[0].ticker", "1 to 20 of the characters"),
        ('"least"', '"../least"', "study.name", "becomes a folder"),
        ("end = 2024-12-30", "end = 2023-12-30", "study.end", "Swap the two dates"),
        ("end = 2024-12-30", 'end = "soon"', "study.end", "the last trading date"),
        ("end = 2024-12-30", "", "study.end", "Add study.end"),
        ('format = "table"', 'format = "tabel"', "posts.format", "table, twitter"),
        ("[prices]", "[price]", "price", "Did you mean prices?"),
        ("[prices]", "colour = 1\n[prices]", "posts.colour", "the keys format, path"),
        ("[prices]", "[granger]\nlags = 99\n[prices]", "granger.lags", "1 to 60"),
        ("[prices]", "[granger]\nbandwidth = 3\n[prices]", "granger", "HAC"),
        ("[prices]", "[granger]\nprimary_lag = 9\n[prices]", "granger", "among the orders"),
        ("[prices]", "[correlation]\nblock = 5.0\n[prices]", "correlation", "bands bootstrap"),
        ("[prices]", '[correlation]\nkind = "cosine"\n[prices]', "correlation.kind", "spearman"),
        ("[prices]", "[vector_autoregression]\nlags = 0\n[prices]", "vector_autoregression.lags", "1 to 60"),
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
        ("[prices]", "[event_study]\nthreshold = 100\n[prices]", "event_study", "up to 12 with trigger"),
        ("[prices]", '[event_study]\ntrigger = "quantile"\n[prices]', "event_study", "below 1 with trigger"),
        (
            "[prices]",
            '[event_study]\ntrigger = "share"\n[prices]',
            "event_study.trigger",
            "surprise, absolute",
        ),
        ("[prices]", "[event_study]\nwindows = [[5, 0]]\n[prices]", "event_study", "not after their end"),
        ("[prices]", "[event_study]\nprimary_window = [3, 4]\n[prices]", "event_study", "Add it to windows"),
        ("[prices]", "[projections]\nprimary_horizon = 20\n[prices]", "projections", "up to horizons = 10"),
        ("[prices]", "[chatter]\nmin_history = 500\n[prices]", "chatter", "up to history = 120"),
        ("[prices]", '[report]\nfocus = "NONE"\n[prices]', "report.focus", "study: ACME"),
        (
            "[prices]",
            '[report]\ncompanies = ["NONE"]\n[prices]',
            "report.companies",
            "ACME. Remove NONE",
        ),
        ("[prices]", '[report]\ncompanies = ["ACME", "ACME"]\n[prices]', "report.companies", "second ACME"),
        ("[prices]", '[report]\ncompanies = "ACME"\n[prices]', "report.companies", "a list of tickers"),
        ("[prices]", '[report]\nsections = ["data", "data"]\n[prices]', "report.sections", "second data"),
        ("[prices]", "[report]\nsections = []\n[prices]", "report.sections", "if left out"),
        ("[prices]", '[report]\nsections = "data"\n[prices]', "report.sections", "Write a list"),
        ("[prices]", '[report]\nformats = ["pdf", "pdf"]\n[prices]', "report.formats", "second pdf"),
        ("[prices]", '[report]\nedition = "IR"\n[prices]', "report.edition", 'Write "ir" or "research".'),
        ("[prices]", '[report]\ninternal = "perhaps"\n[prices]', "report.internal", "Write true or false"),
        ("[prices]", "[report]\nlogo = 3\n[prices]", "report.logo", "between quotation marks"),
        ("[prices]", '[report]\nformats = ["docx"]\n[prices]', "report.formats[0]", "html, pdf"),
        (
            "[prices]",
            '[[event_study.events]]\ncompany = "B"\nsession = 2024-05-02\n[prices]',
            "event_study.events",
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
    assert "each ticker once" in faults(text)["company"].allowed


@pytest.mark.parametrize("ticker", ["NA", "TRUE", "^GSPC", "BRK-B", "BRK.B", "0700.HK", "EURUSD=X"])
def test_tickers_as_price_sources_spell_them(ticker: str) -> None:
    study = read(LEAST.replace("ACME", ticker))
    assert study.company[0].ticker == ticker


def test_what_is_hostile_is_shown_on_one_line() -> None:
    text = LEAST.replace('"ACME"', '"\\u202e\\u0000\\n[bold]"')
    shown = faults(text)["company[0].ticker"].got
    assert shown.isprintable()


@pytest.mark.parametrize(
    "text",
    [
        "[study",
        "a = ",
        "\x00",
        "[study]\nname = 'a'\nname = 'b'",
        "[study]\nstart = 2024-02-30",
        f"a = {'[' * 50_000}",
        f"a = {'9' * 5_000}",
        "a = 'left open",
        "\ufeff\ufeffa = 1",
    ],
)
def test_what_is_no_toml_is_said_so(text: str) -> None:
    fault = faults(text)["file"]
    assert fault.allowed == "TOML 1.0"
    assert fault.got.isprintable()


@pytest.mark.parametrize("text", ["", "# nothing yet", "\ufeff"])
def test_of_an_empty_file_all_that_is_needed_is_named(text: str, tmp_path: Path) -> None:
    (tmp_path / "empty.toml").write_text(text, encoding="utf-8")
    with pytest.raises(StudyError) as caught:
        read_study(tmp_path / "empty.toml", study_type())
    assert [fault.mend for fault in caught.value.faults] == ["Add study.", "Add company.", "Add posts."]
    assert str(caught.value).splitlines()[0] == "empty.toml: 3 faults"


@pytest.mark.parametrize(
    ("text", "field", "near"),
    [
        ("[study]\nlangauge = 'en'", "study.langauge", "language"),
        ("[[company]]\nalias = ['x']", "company[0].alias", "aliases"),
        ("[posts.columns]\npostedat = 'x'", "posts.columns.postedat", "posted_at"),
        ("[[event_study.events]]\nsesion = 2024-05-02", "event_study.events[0].sesion", "session"),
        ("[event-study]", "event-study", "event_study"),
        ("[chatter]\nminposts = 2", "chatter.minposts", "min_posts"),
    ],
)
def test_a_key_that_nothing_reads_is_held_to_its_nearest(text: str, field: str, near: str) -> None:
    fault = faults(text)[field]
    assert fault.mend == f"Did you mean {near}?"
    assert near in fault.allowed


@pytest.mark.parametrize("key", ["int", "str", "float", "a[0]", "tuple[int, ...]"])
def test_a_key_may_be_named_like_a_type_and_is_told_where_it_stands(key: str) -> None:
    fault = faults(f"[posts]\n'{key}' = 1")[f"posts.{key}"]
    assert fault.allowed.startswith("the keys format, path")


@pytest.mark.parametrize("key", ["a\\nb", "\\u202Ea", "\\u0000", "x" * 5_000])
def test_a_hostile_key_is_shown_on_one_line_of_bounded_length(key: str) -> None:
    line = f'"{key}" = 1'
    for text in (f"{line}\n{LEAST}", LEAST.replace("[posts]", f"[posts]\n{line}")):
        (fault,) = faults(text).values()
        assert str(fault).isprintable()
        assert len(fault.field) < 100


@pytest.mark.parametrize("number", ["nan", "inf", "-inf", "1e400"])
@pytest.mark.parametrize(
    ("section", "key"),
    [
        ("[posts]", "max_lost"),
        ("[chatter]", "negative_below"),
        ("[event_study]", "threshold"),
        ("[[company]]", "shares_outstanding"),
        ("[study]", "planted_bp"),
    ],
)
def test_numbers_are_finite(number: str, section: str, key: str) -> None:
    field = f"{section.strip('[]')}{'[0]' if section == '[[company]]' else ''}.{key}"
    assert field in faults(f"{section}\n{key} = {number}")


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("[prices]", "posts = 3\n[prices]", "posts.posts"),
        ('[[company]]\nticker = "ACME"', "company = []", "company"),
        ('ticker = "ACME"', "ticker = 3", "company[0].ticker"),
        ('ticker = "ACME"', 'ticker = ""', "company[0].ticker"),
        ('ticker = "ACME"', f'ticker = "{"A" * 21}"', "company[0].ticker"),
        ('ticker = "ACME"', 'ticker = "ACMÉ"', "company[0].ticker"),
        ('ticker = "ACME"', 'ticker = "-A"', "company[0].ticker"),
        ('ticker = "ACME"', 'ticker = ".A"', "company[0].ticker"),
        ('ticker = "ACME"', 'ticker = "A"\naliases = ["x"]', "company[0].aliases[0].name"),
        ('ticker = "ACME"', 'ticker = "A"\nisin = "DE0007236101\\n"', "company[0].isin"),
        ('ticker = "ACME"', 'ticker = "A"\ncurrency = "eur"', "company[0].currency"),
        ('path = "posts.csv"', 'path = ""', "posts.path"),
        ('path = "posts.csv"', 'path = "p"\nretweets = "some"', "posts.retweets"),
        ('path = "posts.csv"', 'path = "p"\ncompany = "line"', "posts.company"),
        ('path = "posts.csv"', 'path = "p"\nmax_lost = 1.5', "posts.max_lost"),
        ('name = "least"', 'name = "least"\nseed = -1', "study.seed"),
        ('name = "least"', f'name = "least"\nseed = {2**63}', "study.seed"),
        ('name = "least"', 'name = "least"\nlanguage = "fr"', "study.language"),
        ('name = "least"', 'name = ""', "study.name"),
        ("[prices]", "[chatter]\ncutoff = 1440\n[prices]", "chatter.cutoff"),
        ("[prices]", "[chatter]\nmin_posts = 0\n[prices]", "chatter.min_posts"),
        ("[prices]", "[granger]\nlags = 0\n[prices]", "granger.lags"),
        ("[prices]", "[granger]\nlags = []\n[prices]", "granger"),
        ("[prices]", "[granger]\nlags = [0]\n[prices]", "granger.lags[0]"),
        ("[prices]", "[event_study]\nwindows = []\n[prices]", "event_study.windows"),
        ("[prices]", "[event_study]\nwindows = [[0, 1], [0, 1]]\n[prices]", "event_study"),
        ("[prices]", "[event_study]\nmin_observations = 121\n[prices]", "event_study"),
        ("[prices]", "[report]\nquotes = true\n[prices]", "report.quotes"),
    ],
)
def test_what_is_beyond_its_bounds_is_named_by_its_field(old: str, new: str, field: str) -> None:
    assert LEAST.count(old) == 1
    fault = faults(LEAST.replace(old, new))[field]
    assert fault.allowed
    assert fault.mend


def test_a_section_that_is_no_table_is_told_how_to_be_one() -> None:
    found = faults("study = 3\nposts = []\ncompany = [{ticker = 'A'}]")
    assert (found["study"].allowed, found["posts"].mend) == (
        "a table [study]",
        "Write [posts] and its keys below it.",
    )


def test_a_study_may_be_of_one_day() -> None:
    study = read(LEAST.replace("2024-12-30", "2024-01-02")).study
    assert study.start == study.end


def test_the_window_that_is_told_is_the_one_named() -> None:
    text = f"{LEAST}[event_study]\nprimary_window = [0, 0]\n"
    assert read(text).section(EventStudyOptions).reported_window == (0, 0)


def test_a_file_too_large_to_be_a_study_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "large.toml").write_bytes(b"#" * 5_000_001)
    with pytest.raises(StudyError, match="Is it a study"):
        read_study(tmp_path / "large.toml", study_type())


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_a_file_of_wider_characters_is_refused(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "wide.toml").write_bytes(LEAST.encode(encoding))
    with pytest.raises(StudyError, match=r"UTF-8|TOML 1\.0"):
        read_study(tmp_path / "wide.toml", study_type())


def test_study_and_errors_hold_many_companies() -> None:
    tables = "".join(f'[[company]]\nticker = "T{n}"\n' for n in range(500))
    whole = LEAST.replace('[[company]]\nticker = "ACME"\n', tables)
    assert len(read(whole).company) == 500
    assert len(faults(whole.replace('"T', '"/T'))) == 500


def test_each_company_may_trade_elsewhere() -> None:
    text = LEAST.replace('"ACME"', '"ACME"\ncalendar = "XETR"').replace(
        "[posts]", '[[company]]\nticker = "B"\n[posts]'
    )
    study = read(text)
    assert [study.calendar_of(company) for company in study.company] == ["XETR", "XNYS"]


keys = st.sampled_from(
    [
        "study",
        "company",
        "posts",
        "granger",
        "event_study",
        "lags",
        "windows",
        "name",
        "start",
        "ticker",
        "int",
    ]
) | st.text(max_size=5)
toml_values = st.recursive(
    st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(content=st.dictionaries(keys, toml_values, max_size=5), into=st.sampled_from(["", *LEAST_SECTIONS]))
def test_whatever_a_file_says_it_is_a_study_or_has_faults(content: dict[str, Any], into: str) -> None:
    """Written as inline tables, which hold anything; dates stand as they are."""
    text = "\n".join(f"{quoted(key)} = {toml(value)}" for key, value in content.items())
    with contextlib.suppress(StudyError):
        read(text if not into else LEAST.replace(into, f"{into}\n{text}"))


def quoted(text: str) -> str:
    return json.dumps(text).replace("\x7f", "\\u007f")


def toml(value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return quoted(value)
        case list():
            return f"[{', '.join(map(toml, value))}]"
        case dict():
            return f"{{{', '.join(f'{quoted(k)} = {toml(v)}' for k, v in value.items())}}}"
        case dt.date():
            return value.isoformat()
    return repr(value)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "latin.toml").write_bytes(LEAST.replace("least", "größe").encode("latin-1"))
    for path, told in [(tmp_path / "none.toml", "check the path"), (tmp_path, "check the path")]:
        with pytest.raises(StudyError, match=told):
            read_study(path, study_type())
    with pytest.raises(StudyError, match="Save the file as UTF-8"):
        read_study(tmp_path / "latin.toml", study_type())


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "bom.toml").write_bytes(b"\xef\xbb\xbf" + LEAST.encode())
    assert read_study(tmp_path / "bom.toml", study_type()).study.name == "least"


@pytest.mark.parametrize(
    ("event_window", "windows", "told"),
    [
        ("[-10, 10]", ((-10, -1), (0, 0), (1, 5), (-10, 10)), (1, 5)),
        ("[-2, 2]", ((-2, -1), (0, 0), (1, 2), (-2, 2)), (1, 2)),
        ("[1, 3]", ((1, 3),), (1, 3)),
        ("[-5, 0]", ((-5, -1), (0, 0), (-5, 0)), (-5, -1)),
    ],
)
def test_usual_windows_follow_the_event_window(
    event_window: str, windows: tuple[tuple[int, int], ...], told: tuple[int, int]
) -> None:
    text = f"{LEAST}[event_study]\nevent_window = {event_window}\nestimation = [-100, -11]\n"
    study = read(text).section(EventStudyOptions)
    assert study.windows == windows
    assert study.reported_window == told


def test_windows_of_ones_own_need_no_primary_one() -> None:
    study = read(f"{LEAST}[event_study]\nwindows = [[0, 3], [2, 5]]\n").section(EventStudyOptions)
    assert study.reported_window == (2, 5)
    study = read(f"{LEAST}[event_study]\nwindows = [[0, 3], [0, 5]]\n").section(EventStudyOptions)
    assert study.reported_window == (0, 3)


def test_without_a_benchmark_the_defaults_do_without() -> None:
    bare = read(LEAST)
    assert bare.section(GrangerOptions).returns == "ret"
    assert bare.section(ProjectionOptions).returns == "ret"
    assert bare.section(EventStudyOptions).model == "constant_mean"
    against = read(f'{LEAST}[market]\nbenchmark = "^X"\n')
    assert against.section(GrangerOptions).returns == "abnormal_ret"
    assert against.section(EventStudyOptions).model == "market"
    asked = read(f'{LEAST}[event_study]\nmodel = "market"\n')
    assert asked.section(EventStudyOptions).model == "market"


def test_the_study_may_name_every_test_and_model_there_is() -> None:
    assert set(TESTS) == {*statistics.TESTS, "wild_bootstrap", "placebo"}
    assert set(get_args(Model)) == set(names("naysay.analysis.event_study.models"))


@pytest.mark.parametrize(("estimation_end", "event_start", "apart"), [(-11, -10, True), (-10, -10, False)])
def test_estimation_ends_before_the_event_window_starts(
    estimation_end: int, event_start: int, apart: bool
) -> None:
    text = (
        f"{LEAST}[event_study]\nestimation = [-130, {estimation_end}]\nevent_window = [{event_start}, 10]\n"
    )
    if apart:
        assert read(text).study.name == "least"
    else:
        assert "before the event window starts" in str(faults(text))


@pytest.mark.parametrize(
    ("lines", "refused"),
    [
        ("min_observations = 120", ""),  # the sessions of estimation from -130 to -11
        ("min_observations = 121", "up to the 120 sessions"),
        ('trigger = "quantile"\nthreshold = 0.999', ""),
        ('trigger = "quantile"\nthreshold = 1.0', "below 1"),
        ("windows = [[-10, 10]]", ""),
        ("windows = [[-11, 10]]", "inside the event window"),
        ("windows = [[-10, 11]]", "inside the event window"),
        ("windows = [[3, 3]]", ""),
        ("windows = [[4, 3]]", "not after their end"),
        ("windows = [[0, 0], [1, 3]]\nprimary_window = [1, 3]", ""),
        ("windows = [[0, 0], [1, 3]]\nprimary_window = [1, 4]", "primary_window among"),
        ("windows = [[0, 0], [0, 0]]", "each window once"),
        ("surge = 1.001", ""),
        ("surge = 1.0", "surge"),
        ("placebo_draws = 19", ""),
        ("placebo_draws = 18", "placebo_draws"),
        ("draws = 18", "draws"),
    ],
)
def test_bounds_of_an_event_study_are_where_the_documents_put_them(lines: str, refused: str) -> None:
    text = f"{LEAST}[event_study]\n{lines}\n"
    if refused:
        assert refused in str(faults(text))
    else:
        assert read(text).study.name == "least"
