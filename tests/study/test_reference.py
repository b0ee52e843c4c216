"""Every key of a study file, told from the types.

Expected values: the types themselves, and studies written from what the reference tells.
"""

from __future__ import annotations

import tomllib

from naysay.run.parts import study_type
from naysay.study.file import parse_study
from naysay.study.reference import NOTHING, as_markdown, keys

NEEDED = {
    ("[study]", "name"): '"x"',
    ("[study]", "start"): "2024-01-02",
    ("[study]", "end"): "2024-12-30",
    ("[[company]]", "ticker"): '"SAP.DE"',
    ("[posts]", "format"): '"table"',
    ("[posts]", "path"): '"data/posts.csv"',
}


def test_no_key_stands_twice_and_each_says_what_it_allows() -> None:
    places = [(key.section, key.name) for key in keys(study_type())]
    assert len(places) == len(set(places)) > 100
    assert all(key.allowed for key in keys(study_type()))


def test_a_study_of_all_defaults_written_out_is_the_study_of_none() -> None:
    """Keys that are left out, and tables within tables, stay out."""
    lines: dict[str, list[str]] = {}
    for key in keys(study_type()):
        value = NEEDED.get((key.section, key.name), key.default)
        if value and value != NOTHING and "." not in key.section:
            lines.setdefault(key.section, []).append(f"{key.name} = {value}")
    lines["[market]"].append('benchmark = "^GDAXI"')
    full = "\n".join(f"{section}\n" + "\n".join(rows) for section, rows in lines.items())
    short = "\n".join(
        f"{section}\n" + "\n".join(f"{n} = {v}" for (s, n), v in NEEDED.items() if s == section)
        for section in ("[study]", "[[company]]", "[posts]")
    )
    assert parse_study(full, study_type(), source="full") == parse_study(
        f'{short}\n[market]\nbenchmark = "^GDAXI"', study_type(), source="s"
    )


def test_defaults_are_values_of_a_file() -> None:
    for key in keys(study_type()):
        if key.default and key.default != NOTHING:
            tomllib.loads(f"x = {key.default}")


def test_a_bar_in_a_sentence_breaks_no_table() -> None:
    for line in as_markdown(study_type()).splitlines():
        if line.startswith("| `"):
            assert line.replace("\\|", "").count("|") == 4
