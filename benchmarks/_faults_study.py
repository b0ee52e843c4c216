"""Study files with odd values: every key by its name, as the types of the study list them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Final

from benchmarks._faults_mutations import mutated
from benchmarks._faults_seeds import SMALL, as_toml
from naysay.run.parts import study_type
from naysay.study.errors import StudyError
from naysay.study.file import parse_study
from naysay.study.parts import names
from naysay.study.reference import Key, keys

NASTY: Final[tuple[str, ...]] = (
    "0", "-1", "1", "2", "61", "1000000", "1000000000000000000", "-1000000000000000000",
    "9223372036854775807", "9223372036854775808", "1" + "0" * 400, "1" + "0" * 5000, "0.0", "-0.0", "1.5",
    "1e308", "-1e308", "1e400", "nan", "inf", "-inf", "true", "false", '""', '" "', '"x"', '"\\u0000"',
    '"\\u001b[31m"', '"\\u202e"', '"\\n"', '"a/b"', '"../x"', '"/etc/passwd"', '"/dev/zero"', '"/dev/null"',
    '"~"', '"*"', '"**"', '"[1]*"', '"{ticker}"', '"data"', f'"{"x" * 300}"', f'"{"x" * 5000}"',
    f'"{"a/" * 3000}"', '"=1+1"', '"<script>"', '"$\\\\alpha$"', '"%s{0}"', '"-5"', '"NaN"', '"nan"', "[]",
    "[[]]", "[0]", "[1, 2]", "[-1, 1]", "[0, 0]", "[5, -5]", "[[0, 0]]", "[1, 2, 3]", "[-1000000, 1000000]",
    "[[-1000000000000, 1000000000000]]", "[-100000, -1]", '["x"]', "[true]", "[nan]", "{}", '{a = 1}',
    '{name = "x"}', '{lexicon = 3}', '{lexicon = "data"}', '{lexicon = "data/x"}', '{lexicon = ["a"]}',
    "{model = true}", '{polarity = "abc"}', "{polarity = [nan]}", "{polarity = [[1], [2]]}",
    "{polarity = {a = 1}}", "{mask = 1}", "{languages = 1}", '{vocabulary = "x"}', "{by_language = {}}",
    "{options = {}}", "{self = 1}", "0001-01-01", "9999-12-31", "1677-09-21", "2262-04-11", "2024-01-01",
    "2024-03-01", "1900-01-01", "2100-01-01", "2024-01-01T00:00:00Z", "12:00:00", '"2024-01-01"',
    "[" * 200 + "]" * 200, "[" * 5000 + "]" * 5000, '"Europe/Berlin"', '"Nowhere/Land"',
    '"../../etc/localtime"', '"XETR"', '"24/7"', '"XXXX"', '"🚀"', "[" + "1," * 5000 + "]",
    "[" + '"SIM1",' * 500 + "]", "0x7f", "1_0", "1979-05-27 07:32:00",
    '[{company = "SIM1", session = 9999-12-31}]', '[{company = "SIM1", session = 2024-02-29}]',
)  # fmt: skip
NUMBERS: Final = (
    "0",
    "1",
    "2",
    "3",
    "5",
    "10",
    "19",
    "20",
    "60",
    "120",
    "250",
    "-5",
    "0.1",
    "0.5",
    "0.99",
    "2.5",
)
SLOW: Final = frozenset({"draws", "placebo_draws"})
"""Keys whose large allowed values only cost time."""


def study_to_run(rng: random.Random) -> bytes:
    """A study of one or two methods that is mostly accepted: the odd values that get as far as a run."""
    for _ in range(20):
        content = study_mutant(rng, to_run=True)
        try:
            parse_study(content.decode(), study_type(), source="small.toml")
        except (StudyError, UnicodeDecodeError):
            continue
        return content
    return content


def study_mutant(rng: random.Random, *, to_run: bool = False) -> bytes:
    """A study file, seldom one that is accepted; with ``to_run`` more often."""
    study = {heading: dict(values) for heading, values in SMALL.items()}
    if to_run:
        chosen = rng.sample(names("naysay.analysis.methods"), rng.choice((1, 1, 2)))
        study["[study]"]["methods"] = _listed(chosen)
        if rng.random() < 0.3:
            study["[report]"]["sections"] = _listed(names("naysay.reports.sections"))
    for _ in range(rng.choice((1, 1, 2) if to_run else (1, 1, 2, 3))):
        key = rng.choice(_KEYS)
        if to_run and key.name in SLOW:
            continue
        heading = key.section if key.section in study or rng.random() < 0.95 else "[nobody]"
        name = (
            key.name
            if rng.random() < 0.97
            else rng.choice(('"a b"', '""', "x" * 300, '"\\u0000"', f"{key.name}.x"))
        )
        study.setdefault(heading, {})[name] = _value(rng, key, to_run=to_run)
    content = as_toml(study).encode()
    return mutated(rng, content) if rng.random() < (0.03 if to_run else 0.3) else content


def _value(rng: random.Random, key: Key, *, to_run: bool) -> str:
    if rng.random() < (0.15 if to_run else 0.7):
        return rng.choice(NASTY)
    words = [word.strip(",.:;") for word in key.allowed.replace(", ", " ").split()]
    near = [f'"{word}"' for word in words if word.replace("_", "").isalnum()]
    return rng.choice((*near, *(f"[{word}]" for word in near[:6]), *NUMBERS, *NUMBERS, key.default or '"x"'))


def _listed(values: Sequence[str]) -> str:
    return "[" + ", ".join(f'"{value}"' for value in values) + "]"


_KEYS: Final[tuple[Key, ...]] = keys(study_type())
