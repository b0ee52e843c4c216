"""What effects and events are worth in money, and how two runs are told apart.

Expected values: shares times prices times returns, by hand.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
from benchmarks._least_study import least_study

from naysay.analysis.money import MarketValue
from naysay.run import infer, stamp
from naysay.run.manifest import Manifest, differences, hashes, write_manifest
from naysay.run.parts import study_type
from naysay.study.file import parse_study
from naysay.study.spec import Study

DAYS = pd.DatetimeIndex(["2024-12-26", "2024-12-27", "2024-12-30", "2024-12-31"], name="session")
"""The study ends on 30 December."""
CLOSES = pd.DataFrame({"close": [10.0, 20.0, np.nan, 80.0]}, DAYS)


def study_of(shares: float | None = 100.0) -> Study:
    said = "" if shares is None else f"shares_outstanding = {shares}\ncurrency = 'EUR'\n"
    text = f"{least_study()}[prices]\npath = 'prices'\n"
    text = text.replace('ticker = "ACME"\n', f'ticker = "ACME"\n{said}')
    return parse_study(text, study_type(), source="x.toml")


def observed(closes: pd.DataFrame | None = CLOSES) -> Any:
    return SimpleNamespace(prices={} if closes is None else {"ACME": SimpleNamespace(frame=closes)})


def test_the_value_of_a_company_is_that_of_its_last_known_close_within_the_study() -> None:
    """The 30th has no price and the 31st lies after the end: 100 shares at 20."""
    study = study_of()
    assert study.study.end == dt.date(2024, 12, 30)
    assert infer._market_values(study, observed()) == [MarketValue("ACME", "EUR", 2_000.0)]
    assert infer._market_values(study_of(None), observed()) == []
    assert infer._market_values(study, observed(None)) == []
    assert infer._market_values(study, observed(CLOSES * np.nan)) == []


def test_an_event_is_worth_its_return_times_the_value_before_it() -> None:
    """On the 27th the value before is 100 x 10, on the 31st 100 x 20; on the 26th none is known."""
    events = pd.DataFrame(
        {
            "company": "ACME",
            "session": [DAYS[1], DAYS[3], DAYS[0], pd.NaT],
            "car_(1,5)": [-0.05, 0.1, 0.1, 0.1],
            "reason": "",
            "reason_values": "",
        }
    )
    worth = infer._with_value_change(events, study_of(), observed())
    np.testing.assert_allclose(worth["value_change"], [-50.0, 200.0, np.nan, np.nan])
    assert list(worth.columns)[-3:] == ["value_change", "reason", "reason_values"]
    assert infer._with_value_change(events, study_of(None), observed())["value_change"].isna().all()


def test_size_in_money_is_the_own_effect_at_the_horizon_and_at_its_peak() -> None:
    """Of a company worth 1e6: 10 basis points are 1,000; the peak is the farthest from zero."""
    rows = [
        ("ACME", "as measured", 1, 10.0, 5.0, 15.0, 2.0, 18.0),
        ("ACME", "as measured", 2, -40.0, -60.0, -20.0, -70.0, -10.0),
        ("ACME", "as measured", 3, 30.0, 20.0, 40.0, 15.0, 45.0),
        ("ACME", "attention", 1, 99.0, 98.0, 100.0, 97.0, 101.0),
        ("POOLED", "as measured", 1, 88.0, 87.0, 89.0, 86.0, 90.0),
    ]
    names = ["company", "measure", "horizon", "bp_per_sd", "low", "high", "low_joint", "high_joint"]
    effects = pd.DataFrame(rows, columns=names).assign(nobs=50)
    columns = ["company", "direction", "quantity", "value", "unit", "low", "high", "nobs", "reason"]
    size = pd.DataFrame([("POOLED", "forward", "effect", 88.0, "bp", 87.0, 89.0, 50, "")], columns=columns)
    size["reason_values"] = ""
    worth = infer._with_market_values(size, effects, [MarketValue("ACME", "EUR", 1e6)], 1)
    money = worth.iloc[1:].set_index("quantity")[["value", "low", "high", "unit"]]
    told = money.to_dict("index")
    assert told["effect_value"] == {"value": 1_000.0, "low": 500.0, "high": 1_500.0, "unit": "EUR"}
    assert told["peak_value"] == {"value": -4_000.0, "low": -7_000.0, "high": -1_000.0, "unit": "EUR"}
    assert len(infer._with_market_values(size, effects, [MarketValue("OTHER", "EUR", 1e6)], 1)) == 1


def test_what_changed_is_absent_or_was_added_is_told(tmp_path: Path) -> None:
    for name in ("kept", "changed", "gone"):
        (tmp_path / name).write_text(name)
    manifest = Manifest(
        naysay="1", study={}, study_sha256="", seed=0, inputs=(), versions={}, counts={},
        outputs=hashes(tmp_path),
    )  # fmt: skip
    write_manifest(tmp_path, manifest)
    assert differences(tmp_path) == []
    (tmp_path / "changed").write_text("other")
    (tmp_path / "gone").unlink()
    (tmp_path / "added").write_text("new")
    assert differences(tmp_path) == ["gone: absent", "changed: changed", "added: added"]


def test_the_stamp_of_the_inputs_does_not_depend_on_their_order() -> None:
    files = [SimpleNamespace(name=name, sha256=sha) for name, sha in (("b", "1"), ("a", "2"))]

    def of_inputs(files: list[Any]) -> str:
        made: Any = SimpleNamespace(files=files, supplements=SimpleNamespace(files=[]), prices={})
        return stamp.stamp(study_of(), made)["inputs_sha256"]

    assert of_inputs(files) == of_inputs(files[::-1])
    assert of_inputs(files) != of_inputs([files[0], SimpleNamespace(name="a", sha256="3")])
