"""Checks and caveats of a verdict, and which companies stand apart.

Expected values: small tables written out by hand; z-values worked out beside the cases.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from naysay.analysis.agreement import agreement
from naysay.analysis.findings import Companies, Estimate, Findings, MarketValue
from naysay.analysis.verdict import conclude

NAN = float("nan")
KEYS = ["companies_agree", "without_one", "session_effects", "from_open", "no_extremes", "no_reverse"]


def effects(b: list[float], se: list[float], pooled: tuple[float, float], equal: float = 0.5) -> pd.DataFrame:
    """Companies C0, C1, ..., then the pooled row and the mean group, all at horizon 1."""
    names = [f"C{i}" for i in range(len(b))]
    mean = float(np.mean(b))
    frame = pd.DataFrame(
        {
            "company": [*names, "POOLED", "MEAN_GROUP"],
            "measure": "as measured",
            "horizon": 1,
            "bp_per_sd": [*b, pooled[0], mean],
            "se": [*se, pooled[1], 2.0],
            "heterogeneity_pvalue": [*[NAN] * (len(b) + 1), equal],
            "innovation_pvalue": NAN,
            "df_effective": 400.0,
            "mde_bp": 2.8 * pooled[1],
            "nobs": 1000,
            "n_companies": len(b),
            "covariance": "CR3_session",
            "reason": "",
        }
    )
    z = frame["bp_per_sd"] / frame["se"]
    frame["low"], frame["high"] = (frame["bp_per_sd"] + s * 1.96 * frame["se"] for s in (-1, 1))
    return frame.assign(pvalue=2 * stats.norm.sf(z.abs()))


def robustness(**lines: tuple[float, float, float] | tuple[float, float, float, str]) -> pd.DataFrame:
    rows = [
        {
            "check": check, "variant": line[3] if len(line) > 3 else "", "value": line[0], "low": line[1],
            "high": line[2], "pvalue": 0.001 if line[1] > 0 or line[2] < 0 else 0.5,
        }
        for check, line in lines.items()
    ]  # fmt: skip
    return pd.DataFrame(rows)


HELD = {
    "session_effects": (-20.0, -30.0, -10.0),
    "from_open": (-12.0, -20.0, -4.0),
    "without_company": (-19.0, -30.0, -8.0, "C3"),
    "winsorised": (-20.0, -29.0, -11.0),
    "reverse": (0.0, -0.1, 0.1),
    "same_session": (-0.4, -0.5, -0.3),
}


def found(table: pd.DataFrame, **changed: tuple[float, float, float]) -> Findings:
    tables = {"effects": table, "robustness": robustness(**{**HELD, **changed})}
    return conclude(tables, horizon=1, window=(1, 5))


def outcome(findings: Findings) -> dict[str, bool | None]:
    return {check.name: check.passed for check in findings.checks}


ALIKE = effects([-22.0, -18.0, -20.0, -21.0], [9.0] * 4, (-20.0, 4.5))


def test_a_lead_that_stands_passes_its_checks() -> None:
    findings = found(ALIKE)
    assert findings.verdict == "negative_lead"
    assert [outcome(findings)[key] for key in KEYS] == [True] * 6
    assert findings.caveats == ()
    assert findings.reverse.same_session.value == -0.4


@pytest.mark.parametrize(
    ("line", "value", "check", "caveat"),
    [
        ("session_effects", (-3.0, -12.0, 6.0), "session_effects", ("session_effects",)),
        ("session_effects", (20.0, 10.0, 30.0), "session_effects", ("session_effects",)),
        ("from_open", (-1.0, -9.0, 7.0), "from_open", ()),
        ("without_company", (-6.0, -15.0, 3.0), "without_one", ("one_company",)),
        ("reverse", (-0.3, -0.4, -0.2), "no_reverse", ()),
        ("winsorised", (-4.0, -12.0, 4.0), "no_extremes", ("extremes",)),
        ("winsorised", (-20.0, -24.0, -16.0), "no_extremes", ("extremes",)),
    ],
)
def test_each_doubt_can_be_seen(
    line: str, value: tuple[float, float, float], check: str, caveat: tuple[str, ...]
) -> None:
    findings = found(ALIKE, **{line: value})
    assert {key for key in KEYS if outcome(findings)[key] is False} == {check}
    assert findings.caveats == caveat


def test_the_company_on_which_the_answer_hangs_is_named() -> None:
    findings = found(ALIKE, without_company=(-6.0, -15.0, 3.0, "C3"))  # type: ignore[arg-type]
    assert findings.companies.hinge == Estimate(-6.0, -15.0, 3.0, "C3")


def test_an_effect_that_one_day_hides_is_told_beside_no_evidence() -> None:
    hidden = effects([-22.0, -18.0, -20.0, -21.0], [90.0] * 4, (-20.0, 45.0))
    findings = found(hidden)
    assert findings.verdict == "no_evidence"
    assert findings.caveats == ("extremes",)


def test_without_a_lead_only_checks_that_need_none_are_asked() -> None:
    nothing = effects([1.0, -2.0, 0.5, 0.0], [9.0] * 4, (0.1, 4.5))
    findings = found(nothing, winsorised=(0.0, -9.0, 9.0), without_company=(0.0, -9.0, 9.0))
    assert list(outcome(findings)) == ["companies_agree", "no_reverse", "no_forerun", "placebo"]
    assert findings.caveats == ()


def test_companies_that_agree_by_the_test_but_not_in_sign_do_not_agree() -> None:
    table = effects([40.0, 35.0, -25.0, -24.0], [60.0, 60.0, 9.0, 9.0], (-20.0, 4.5))
    assert outcome(found(table))["companies_agree"] is False


def test_an_odd_company_is_named_with_its_own_effect_and_the_others_together() -> None:
    b, se = [60.0, *[-22.0] * 7], [10.0] * 8
    told = agreement(effects(b, se, (-12.0, 3.6), equal=1e-9), 1, None)
    # z of C0: (60 + 22) / sqrt(100 + 100 / 7) = 7.7; of the others at most 1.6, p about .1 before Holm.
    assert [one.company for one in told.odd] == ["C0"]
    assert told.odd[0].value == 60.0
    assert told.others.value == pytest.approx(-22.0)
    assert told.others.high == pytest.approx(-22.0 + stats.norm.ppf(0.975) * 10 / math.sqrt(7))
    assert (told.differ, len(told.less), [one.company for one in told.more]) == (True, 7, ["C0"])


def test_where_companies_differ_no_check_of_a_common_lead_is_shown() -> None:
    findings = found(effects([60.0, *[-22.0] * 7], [10.0] * 8, (-12.0, 3.6), equal=1e-9))
    assert findings.caveats[0] == "companies_differ"
    assert list(outcome(findings)) == ["companies_agree", "no_reverse", "no_forerun", "placebo"]


def test_nobody_is_odd_unless_the_test_of_equal_effects_rejects() -> None:
    told = agreement(effects([60.0, *[-22.0] * 7], [10.0] * 8, (-12.0, 3.6), equal=0.2), 1, None)
    assert (told.odd, told.differ) == ((), False)


def test_money_is_that_of_the_companys_own_effect() -> None:
    tables = {"effects": effects([60.0, -22.0, -20.0], [10.0] * 3, (-5.0, 4.0))}
    values = (MarketValue("C0", "EUR", 1e9), MarketValue("unknown", "EUR", 1e9))
    (money,) = conclude(tables, horizon=1, window=(1, 5), market_values=values).money
    assert money.per_sd == pytest.approx(1e9 * 60 / 1e4)
    assert money.low == pytest.approx(1e9 * (60 - 19.6) / 1e4)


def test_no_effects_no_companies() -> None:
    none = Estimate(None, None, None)
    assert agreement(None, 1, None) == Companies(0, None, none, (), none, (), (), None)
