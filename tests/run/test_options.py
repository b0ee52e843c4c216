"""Options of a scorer, as `check` and `run` tell them. Expected values: the options that each scorer has."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from naysay.data.scorers import scorer
from naysay.study.errors import InputError

Run = Callable[..., tuple[int, str, str]]


def with_options(small: Path, lines: str) -> Path:
    path = small / "analysis" / "small.toml"
    path.write_text(f"{path.read_text()}\n[sentiment]\n{lines}\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("command", ["check", "run"])
@pytest.mark.parametrize(
    "option",
    [
        'name = "x"',
        'languages = "x"',
        "vocabulary = 1",
        "names = 1",
        "by_language = 1",
        "self = 1",
        "options = 1",
        "lexicon = 3",
        'lexicon = ["a"]',
        "lexicon = true",
        "lexicon = {a = 1}",
        "lexicon = nan",
        'lexicon = "\\u0000"',
        'lexicon = "../words.tsv"',
        'lexicon = "~/words.tsv"',
        'lexicon = "data"',
        f'lexicon = "{"a" * 300}"',
        f'lexicon = "{"a" * 5_000}"',
    ],
)
def test_an_option_that_the_scorer_has_not_is_one_clear_error(
    naysay: Run, small: Path, tmp_path: Path, command: str, option: str
) -> None:
    study = with_options(small, f'scorer = "finance"\noptions = {{{option}}}')
    out = [] if command == "check" else ["--out", str(tmp_path / "run")]
    code, _, err = naysay(command, str(study), *out)
    assert code == 1
    assert f"sentiment.options.{option.split(' ')[0]}" in err
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(
    "option",
    ["model = true", "model = 3", 'polarity = "abc"', "polarity = [[1]]", "polarity = [nan]", "polarity = 1"],
)
def test_options_of_a_model_have_their_types(naysay: Run, small: Path, option: str) -> None:
    study = with_options(small, f'scorer = "transformer"\noptions = {{{option}}}')
    code, _, err = naysay("check", str(study))
    assert code == 1
    assert f"sentiment.options.{option.split(' ')[0]}" in err


def test_a_scorer_that_needs_an_option_is_none_to_compare_with(
    naysay: Run, small: Path, tmp_path: Path
) -> None:
    path = small / "analysis" / "small.toml"
    path.write_text(f'{path.read_text()}\n[robustness]\nscorers = ["vader", "transformer"]\n')
    for arguments in (["check"], ["run", "--out", str(tmp_path / "run")]):
        code, _, err = naysay(arguments[0], str(path), *arguments[1:])
        assert code == 1
        assert 'robustness.scorers: got "transformer"' in err


@pytest.mark.parametrize(
    "options", [{"name": "x"}, {"self": 1}, {"polarity": ["a"]}, {"polarity": [10**400]}]
)
def test_a_caller_gets_the_same_errors(options: dict[str, object]) -> None:
    with pytest.raises(InputError, match=r"sentiment\.options\."):
        scorer("transformer", **options)


@pytest.mark.parametrize(
    ("calendar", "start", "end"),
    [
        ("XETR", "1900-01-02", "1900-03-01"),
        ("XHKG", "2100-12-01", "2100-12-31"),
        ("XMOS", "2024-12-25", "2024-12-25"),
        ("XTAE", "1900-01-02", "1900-03-01"),
        ("XKRX", "2100-12-01", "2100-12-31"),
    ],
)
def test_dates_beyond_a_calendar_are_told_by_check(
    naysay: Run, small: Path, calendar: str, start: str, end: str
) -> None:
    path = small / "analysis" / "small.toml"
    text = path.read_text().replace('"XETR"', f'"{calendar}"')
    path.write_text(
        text.replace("start = 2024-01-02", f"start = {start}").replace("end = 2024-09-30", f"end = {end}")
    )
    code, _, err = naysay("check", str(path))
    assert code in (0, 1)
    assert code == 0 or "market.calendar" in err or "study.start" in err


@pytest.mark.parametrize("calendar", ["ASEX", "XCYS", "XBEL"])
def test_a_calendar_that_fails_is_told(naysay: Run, small: Path, calendar: str) -> None:
    """Some calendars of exchange_calendars cannot be made with some versions of pandas."""
    path = small / "analysis" / "small.toml"
    path.write_text(path.read_text().replace('"XETR"', f'"{calendar}"'))
    code, _, err = naysay("check", str(path))
    assert code == 0 or "market.calendar" in err
