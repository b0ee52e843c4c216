"""The mood in the tables of projections. Expected values: ``estimated_effect`` on the same frames, sums of
squares by hand, and a planted effect with a fixed seed."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest

from naysay.analysis.methods import method
from naysay.analysis.methods.base import MethodInput, NoOptions
from naysay.analysis.methods.robustness import RobustnessOptions
from naysay.analysis.mood_lead import MoodLead, mood_lead
from naysay.analysis.projections.columns import MOOD_OF_COMPANIES
from naysay.analysis.projections.estimated_regressor import estimated_effect
from naysay.analysis.projections.of_mood import mood_effect, mood_table
from naysay.analysis.projections.options import ProjectionOptions
from naysay.analysis.projections.panel import projection_panel
from naysay.analysis.projections.result import DETECTABLE
from naysay.analysis.projections.terms import checked_terms
from naysay.data.panel_mood import mood_of
from naysay.study.panel import DailyPanel, MoodOfPanel
from naysay.study.spec import Chatter

SESSIONS = pd.bdate_range("2022-01-03", periods=400)
COMPANIES = [f"C{i}" for i in range(4)]
PLANTED = -40.0


class WithMood(DailyPanel):
    """A panel of a frame alone, with the mood that a run would give it."""

    @property
    def mood(self) -> MoodOfPanel:
        return mood_of(self)


@cache
def simulated() -> pd.DataFrame:
    """Twenty posts a session from a mood of root .7 that moves the next return; SILENT has none."""
    rng, frames = np.random.default_rng(5), {}
    for company in COMPANIES:
        mood = np.zeros(len(SESSIONS))
        for t in range(1, len(mood)):
            mood[t] = 0.7 * mood[t - 1] + np.sqrt(1 - 0.49) * rng.standard_normal()
        share = np.clip(0.4 + 0.1 * mood, 0.01, 0.99)
        n_negative = rng.binomial(20, share)
        ret = 0.01 * rng.standard_normal(len(mood)) + PLANTED / 1e4 * np.concatenate([[0.0], mood[:-1]])
        frames[company] = pd.DataFrame(
            {
                "n_posts": 20.0, "n_negative": n_negative, "n_authors": 20.0, "ret": ret,
                "market_ret": 0.01 * rng.standard_normal(len(mood)), "abnormal_ret": ret,
                "negativity": (n_negative / 20 - 0.4) / 0.148,
            },
            SESSIONS,
        )  # fmt: skip
    quiet = frames[COMPANIES[0]].assign(n_posts=0.0, n_negative=0.0, n_authors=0.0, negativity=np.nan)
    return pd.concat({**frames, "SILENT": quiet}, names=["company", "session"])


@cache
def tables(name: str, measure: str = "negative_share") -> dict[str, pd.DataFrame]:
    """The tables of a method; a study of the mood has it for negativity."""
    options = {"projections": ProjectionOptions(), "robustness": RobustnessOptions(draws=20)}
    panel = WithMood(simulated())
    if measure == "mood":
        own = panel.mood.filtered.unstack().rename_axis(["company", "session"])  # noqa: PD010
        panel = WithMood(simulated().assign(negativity=own))
    sections = (ProjectionOptions(), Chatter.model_validate({"measure": measure}))
    return method(name).run(MethodInput(panel, options.get(name, NoOptions()), sections))


def test_the_row_of_mood_is_the_projection_on_the_filtered_mood_with_the_error_of_its_parameters() -> None:
    panel = WithMood(simulated())
    own = projection_panel(
        panel["negativity"], panel["abnormal_ret"], market=panel["market_ret"], sessions=panel.is_open
    )
    mood = panel.mood
    expected = estimated_effect(
        replace(own, negativity=own.on_own(mood.filtered)),
        checked_terms(5, "own", "indicator", "company"),
        [(own.on_own(up), own.on_own(down)) for up, down in mood.moved],
        horizon=1,
    )
    rows = tables("projections")["effects"]
    (row,) = rows[(rows["measure"] == "mood") & (rows["horizon"] == 1)].to_dict("records")
    assert row["company"] == "POOLED"
    assert (rows["measure"] == "mood").sum() == 1
    for column, value in (
        ("bp_per_sd", expected.value), ("se", expected.se), ("low", expected.low), ("high", expected.high),
        ("pvalue", expected.pvalue), ("statistic", expected.value / expected.se),
    ):  # fmt: skip
        assert row[column] == pytest.approx(value, rel=1e-9)
    assert row["se"] == pytest.approx(np.hypot(row["se_sampling"], row["se_parameters"]), rel=1e-12)
    assert (row["nobs"], row["n_companies"]) == (expected.nobs, 4)
    assert row["mde_bp"] == pytest.approx(DETECTABLE * row["se"], rel=1e-12)
    assert not row["primary"]


def test_the_mood_covers_what_was_planted_in_it_where_what_was_measured_does_not() -> None:
    rows = tables("projections")["effects"]
    at = rows[(rows["company"] == "POOLED") & (rows["horizon"] == 1)].set_index("measure")
    assert at.loc["mood", "low"] < PLANTED < at.loc["mood", "high"] < 0
    assert at.loc["as measured", "low"] > PLANTED


def test_size_and_robustness_have_the_same_effect_and_say_of_which_measure_their_rows_are() -> None:
    rows = tables("projections")["effects"]
    (effect,) = rows[(rows["measure"] == "mood") & (rows["horizon"] == 1)].to_dict("records")
    size = tables("size")["size"].set_index(["measure", "quantity"])
    line = tables("robustness")["robustness"].set_index("measure").loc["mood"]
    assert size.loc[("mood", "mood_effect"), ["value", "low", "high"]].tolist() == [
        effect["bp_per_sd"], effect["low"], effect["high"],
    ]  # fmt: skip
    assert size.loc[("mood", "mood_detectable"), "value"] == effect["mde_bp"]
    assert line[["check", "value", "se", "low", "high", "pvalue", "mde", "nobs"]].tolist() == [
        "mood", *(effect[name] for name in ("bp_per_sd", "se", "low", "high", "pvalue", "mde_bp", "nobs")),
    ]  # fmt: skip
    assert set(size.index.get_level_values("measure")) == {"as measured", "mood"}


def test_each_company_has_its_reliability_or_the_reason_why_it_has_no_mood() -> None:
    table = tables("projections")["mood"].set_index("company")
    assert table.index.tolist() == [*COMPANIES, "SILENT"]
    assert table.loc[COMPANIES, "reliability"].between(0.4, 0.9).all()
    assert (table.loc[COMPANIES, "reason"] == "").all()
    assert table.loc["SILENT", "reason"] == "too_few_sessions_with_posts"
    assert table.loc["SILENT", "reason_values"] == "least=60"
    assert np.isnan(table.loc["SILENT", "reliability"])
    assert "SILENT" not in WithMood(simulated()).mood.filtered


def test_where_too_few_companies_are_left_rows_have_the_reason_and_no_number() -> None:
    mood = replace(WithMood(simulated()).mood, not_identified="mood_not_identified left=1 total=4")
    panel = DailyPanel(simulated())
    own = projection_panel(panel["negativity"], panel["abnormal_ret"])
    effect = mood_effect(own, checked_terms(5, "own", "indicator", "company"), mood, horizon=1)
    assert np.isnan([effect.value, effect.se, effect.low, effect.high, effect.pvalue]).all()
    assert effect.reason == "mood_not_identified left=1 total=4"


def test_a_panel_without_counts_has_no_mood_and_says_so() -> None:
    table = mood_table(DailyPanel(simulated()).mood, pd.Index(COMPANIES))
    assert list(table.columns) == list(MOOD_OF_COMPANIES.columns)
    assert table["company"].tolist() == COMPANIES
    assert (table["reason"] == "no_post_counts").all()
    assert table["reliability"].isna().all()


def test_a_study_of_the_mood_has_the_error_of_its_parameters_in_its_own_answer() -> None:
    rows = tables("projections", "mood")["effects"]
    together = rows[rows["company"] == "POOLED"].set_index(["measure", "horizon"])
    shared = ["bp_per_sd", "se", "low", "high", "pvalue", "statistic", "mde_bp", "nobs"]
    pd.testing.assert_frame_equal(
        together.loc["as measured", shared], together.loc["mood", shared], check_dtype=False
    )
    at = together.loc["as measured"]
    assert (at["se"] > together.loc["mood", "se_sampling"]).all()
    assert at["primary"].tolist() == [True] + [False] * 9
    reach, single = at["high_joint"] - at["bp_per_sd"], at["high"] - at["bp_per_sd"]
    assert (reach / single).between(1.1, 1.6).all()
    np.testing.assert_allclose(reach / at["se"], (reach / at["se"]).iloc[0], rtol=1e-9)
    size = tables("size", "mood")["size"].set_index(["direction", "measure", "quantity"])
    lines = tables("robustness", "mood")["robustness"].set_index("check")
    assert (
        lines.loc["main", ["value", "se", "low", "high", "mde"]].tolist()
        == at.loc[1, ["bp_per_sd", "se", "low", "high", "mde_bp"]].tolist()
    )
    for quantity in ("effect", "detectable"):
        assert size.loc[("forward", "as measured", quantity), "value"] == pytest.approx(
            size.loc[("forward", "mood", f"mood_{quantity}"), "value"], rel=1e-12
        )
    alone = rows[rows["company"] == "C0"].set_index(["measure", "horizon"])
    measured = tables("projections")["effects"].set_index(["company", "measure", "horizon"])
    assert alone.loc[("as measured", 1), "bp_per_sd"] != measured.loc[("C0", "as measured", 1), "bp_per_sd"]


def test_findings_have_the_mood_at_the_horizon_and_the_mean_reliability_of_companies_that_have_one() -> None:
    made = tables("projections")
    lead = mood_lead(made, 1)
    rows = made["effects"]
    (row,) = rows[(rows["measure"] == "mood") & (rows["horizon"] == 1)].to_dict("records")
    assert (lead.bp_per_sd, lead.low, lead.high, lead.mde_bp) == (
        row["bp_per_sd"], row["low"], row["high"], row["mde_bp"],
    )  # fmt: skip
    assert (lead.pvalue, lead.n_companies, lead.reason) == (row["pvalue"], 4, "")
    unreliable = {"company": "WEAK", "reliability": 0.01, "reason": "mood_unreliable"}
    more = pd.concat([made["mood"], pd.DataFrame([unreliable])])
    expected = made["mood"]["reliability"].iloc[:4].mean()
    assert mood_lead({**made, "mood": more}, 1).reliability == pytest.approx(expected, rel=1e-12)


def test_findings_say_why_there_is_no_mood() -> None:
    made = tables("projections")
    assert mood_lead({}, 1) == MoodLead(reason="not_requested method=projections")
    assert mood_lead(made, 30) == MoodLead(reason="no_pooled_effect horizon=30")
