"""A grid of cells from one study.

Expected values: for each cell the pooled row of a run of that study alone, to the last digit.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from naysay.run.computed import Computed, compute
from naysay.run.executors import executor
from naysay.run.parts import known_parts, study_type
from naysay.run.progress import Progress
from naysay.run.workspace import workspace_of
from naysay.study.errors import StudyError
from naysay.study.file import parse_study
from naysay.study.spec import Study
from naysay.study.varied import variants

Lists = Mapping[str, Mapping[str, list[Any]]]
NUMBERS = ["bp_per_sd", "se", "low", "high", "pvalue", "nobs", "n_companies"]


def content(workspace: Path) -> dict[str, Any]:
    """The small study, of the method of the verdict alone."""
    read = tomllib.loads((workspace / "analysis" / "small.toml").read_text())
    read["study"]["methods"] = ["projections"]
    read["sentiment"] = {"scorer": "finance"}
    del read["calibration"]
    return read


def study_of(workspace: Path, changes: Mapping[str, Mapping[str, Any]]) -> Study:
    changed = content(workspace)
    for section, keys in changes.items():
        changed[section] = {**changed.get(section, {}), **keys}
    return study_type().model_validate(changed, context={"parts": known_parts()})


def computed(study: Study, workspace: Path, tmp_path: Path, workers: int = 1) -> Computed:
    with executor(workers).kept() as kept:
        return compute(
            study,
            workspace_of(workspace / "analysis" / "small.toml", None),
            working=tmp_path / "working",
            quarantine=tmp_path / "quarantine.jsonl",
            executor=kept,
            locked=True,
            today=None,
            as_of=dt.date(2024, 9, 30),
            before=None,
            progress=Progress(quiet=True),
        )


def alone(study: Study, workspace: Path, tmp_path: Path) -> pd.Series:
    """The row of the verdict in a run of ``study``."""
    effects = computed(study, workspace, tmp_path).tables["effects"]
    (row,) = [row for _, row in effects[effects["primary"].astype(bool)].iterrows()]
    return row


GRIDS: list[Lists] = [
    {"sentiment": {"scorer": ["finance", "vader"]}, "chatter": {"cutoff": [0, 120]}},
    {"chatter": {"measure": ["mean_score", "n_negative", "mood"]}, "projections": {"lags": [1, 5]}},
    {
        "study": {"start": [dt.date(2024, 2, 1)]},
        "projections": {
            "effects": ["company_and_session"],
            "controls": ["own", "shared"],
            "primary_horizon": [1, 5],
        },
    },
    {
        "chatter": {"history": [60], "min_posts": [1, 8], "weight": ["whole", "shared"]},
        "projections": {"returns": ["ret"], "pooled_covariance": ["driscoll_kraay"], "market": [False]},
    },
    {"posts": {"timezone": ["Asia/Tokyo"], "clock": ["date_only"]}, "study": {"end": [dt.date(2024, 8, 30)]}},
    {"chatter": {"author_posts": [1], "same_text": ["once"], "negative_below": [-0.3]}},
]


@pytest.mark.slow
@pytest.mark.parametrize("lists", GRIDS, ids=lambda lists: "-".join(lists))
def test_each_cell_is_the_run_of_its_study_to_the_last_digit(
    lists: Lists, small: Path, tmp_path: Path
) -> None:
    swept = study_of(small, {"sweep": {"draws": 20, **lists}})
    cells = computed(swept, small, tmp_path / "grid").tables["sweep"]
    expected = variants(swept, lists)
    assert len(cells) == len(expected) > 1
    assert cells["base"].tolist() == [True] + [False] * (len(cells) - 1)
    for variant, (_, cell) in zip(expected, cells.iterrows(), strict=True):
        assert {key: cell[key] for key in variant.choices} == dict(variant.choices)
        assert variant.study is not None
        row = alone(variant.study, small, tmp_path / str(variant.number))
        assert (cell["reason"], cell["reason_values"]) == (row["reason"], row["reason_values"])
        pd.testing.assert_series_equal(
            cell[NUMBERS].astype(float), row[NUMBERS].astype(float), check_exact=True, check_names=False
        )


def test_workers_change_no_digit(small: Path, tmp_path: Path) -> None:
    lists = {"chatter": {"cutoff": [0, 30], "measure": ["negative_share", "mean_score", "disagreement"]}}
    swept = study_of(small, {"sweep": {"draws": 50, **lists, "projections": {"lags": [1, 2, 3, 4, 5]}}})
    one = computed(swept, small, tmp_path / "one")
    two = computed(swept, small, tmp_path / "two", workers=2)
    for name in ("sweep", "sweep_tests"):
        pd.testing.assert_frame_equal(one.tables[name], two.tables[name], check_exact=True)
    assert len(one.tables["sweep"]) == 30
    assert not list((tmp_path / "one" / "working").rglob("*"))


def test_what_a_cells_study_refuses_is_its_reason(small: Path, tmp_path: Path) -> None:
    lists = {
        "chatter": {"measure": ["negative_share", "n_negative"], "weight": ["whole", "shared"]},
        "study": {"end": [dt.date(2024, 9, 30), dt.date(2023, 1, 2)]},
    }
    run = computed(study_of(small, {"sweep": {"draws": 20, **lists}}), small, tmp_path)
    cells, tests = run.tables["sweep"], run.tables["sweep_tests"]
    at = cells.set_index(["study.end", "chatter.measure", "chatter.weight"])
    assert len(cells) == 8
    refused = at.loc[("2024-09-30", "n_negative", "shared")]
    assert (refused["reason"], refused["reason_values"], refused["curve"]) == (
        "study_refuses",
        "section=chatter",
        "none",
    )
    assert set(at.loc["2023-01-02"]["reason"]) == {"study_refuses"}
    assert tests["n_cells"].tolist() == [2] * 3  # no post names two companies: shared weights change nothing
    assert tests["n_same"].tolist() == [1] * 3
    assert tests["n_without"].tolist() == [5] * 3


def test_what_the_data_of_a_cell_refuse_is_its_reason(small: Path, tmp_path: Path) -> None:
    """No session has so many posts: a run of that study alone stops."""
    lists = {"chatter": {"min_posts": [1, 100_000], "cutoff": [0, 60]}}
    cells = computed(study_of(small, {"sweep": {"draws": 20, **lists}}), small, tmp_path).tables["sweep"]
    assert cells["reason"].tolist().count("data_refuse") == 2
    assert set(cells.loc[cells["reason"] == "data_refuse", "chatter.min_posts"]) == {"100000"}
    assert cells.loc[cells["reason"] == "", "bp_per_sd"].notna().all()


def test_a_key_that_changes_nothing_counts_its_cells_once(small: Path, tmp_path: Path) -> None:
    lists = {"posts": {"retweets": ["drop", "keep"]}, "projections": {"lags": [1, 5]}}
    run = computed(study_of(small, {"sweep": {"draws": 20, **lists}}), small, tmp_path)
    assert run.tables["sweep_tests"]["n_cells"].tolist() == [2, 2, 2]
    assert run.tables["sweep_tests"]["n_same"].tolist() == [2, 2, 2]
    assert (run.tables["sweep"]["same_as"] != "").sum() == 2


def test_the_grid_moves_no_other_table(small: Path, tmp_path: Path) -> None:
    lists = {"chatter": {"cutoff": [0, 60]}, "sentiment": {"scorer": ["vader", "finance"]}}
    plain = computed(study_of(small, {}), small, tmp_path / "plain")
    swept = computed(study_of(small, {"sweep": {"draws": 20, **lists}}), small, tmp_path / "swept")
    assert plain.tables["sweep"].empty
    assert plain.results.warnings == swept.results.warnings
    for name, table in plain.tables.items():
        if name not in ("sweep", "sweep_tests"):
            pd.testing.assert_frame_equal(table, swept.tables[name], check_exact=True)


FAULTS = {
    '[sweep.chatter]\nmeasure = ["negative_share", "anger"]': ("sweep.chatter.measure[1]", "anger"),
    "[sweep.chatter]\ncutoff = [0, 1500]": ("sweep.chatter.cutoff[1]", "0 to 1439"),
    '[sweep.chatter]\nmesure = ["mood"]': ("sweep.chatter.mesure", "Did you mean measure?"),
    '[sweep.chatter]\nmeasure = "mood"': ("sweep.chatter.measure", "Write a list"),
    "[sweep.chatter]\nmeasure = []": ("sweep.chatter.measure", "one value or more"),
    '[sweep.sentiment]\nscorer = ["vader", "none"]': (
        "sweep.sentiment.scorer[1]",
        "naysay list scorers",
    ),
    "[sweep.projections]\nlags = [1, 2, 1]": ("sweep.projections.lags[2]", "each value once"),
    "[sweep.projections]\nlags = [1, true]": ("sweep.projections.lags[1]", "each value once"),
    "[sweep.projections]\nhorizons = [5]": ("sweep.projections.horizons", "cannot be varied"),
    '[sweep.market]\nbenchmark = ["X"]': ("sweep.market.benchmark", "cannot be varied"),
    "[sweep.granger]\nlags = [1, 5]": ("sweep.granger", "no key of [granger] can move it"),
    "[sweep]\nlags = [1, 5]": ("sweep.lags", "lists below [sweep.study]"),
    "[sweep]\ndraws = 5": ("sweep.draws", "20 to 10000"),
    '[sweep.study]\nend = ["latest"]': ("sweep.study.end[0]", "only the study itself"),
    "[sweep.study]\nstart = [20240102]": ("sweep.study.start[0]", "first trading date"),
    f"[sweep.projections]\nlags = {list(range(1, 61))}\nprimary_horizon = {list(range(1, 21))}": (
        "sweep",
        "1200 cells",
    ),
}


@pytest.mark.parametrize(("text", "said"), FAULTS.items(), ids=[field for field, _ in FAULTS.values()])
def test_a_faulty_grid_says_which_value_and_what_is_allowed(
    text: str, said: tuple[str, str], small: Path
) -> None:
    field, words = said
    file = (small / "analysis" / "small.toml").read_text()
    with pytest.raises(StudyError) as refused:
        parse_study(f"{file}\n{text}\n", study_type(), source="small.toml", parts=known_parts())
    (fault,) = refused.value.faults
    assert fault.field == field
    assert words in str(fault)


def test_all_faults_of_a_grid_come_at_once(small: Path) -> None:
    file = (small / "analysis" / "small.toml").read_text()
    text = '[sweep.chatter]\nmeasure = ["anger"]\ncutoff = [-1, 0, 9999]\n[sweep.projections]\nlag = [1]\n'
    with pytest.raises(StudyError) as refused:
        parse_study(f"{file}\n{text}", study_type(), source="small.toml", parts=known_parts())
    assert [fault.field for fault in refused.value.faults] == [
        "sweep.chatter.measure[0]",
        "sweep.chatter.cutoff[0]",
        "sweep.chatter.cutoff[2]",
        "sweep.projections.lag",
    ]


def test_a_grid_asks_for_its_method_and_keeps_the_others(small: Path) -> None:
    plain, swept = study_of(small, {}), study_of(small, {"sweep": {"chatter": {"cutoff": [5]}}})
    assert plain.study.methods == ("projections",)
    assert swept.study.methods == ("projections", "sweep")


@pytest.mark.parametrize("lists", GRIDS, ids=lambda lists: "-".join(lists))
def test_a_cells_study_is_the_file_with_its_keys_changed(lists: Lists, small: Path) -> None:
    swept = study_of(small, {"sweep": lists})
    for variant in variants(swept, lists)[1:]:
        assert variant.study is not None
        changes: dict[str, dict[str, Any]] = {}
        for name in variant.choices:
            section, key = name.split(".")
            changes.setdefault(section, {})[key] = getattr(getattr(variant.study, section), key)
        expected = study_of(small, changes).model_dump()
        own = variant.study.model_dump()
        own["study"]["methods"] = expected["study"]["methods"]
        assert own == expected
