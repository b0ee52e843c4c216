"""``naysay.simulated_study``: a study of simulated companies in a folder.

Expected values: the study file of the demo and the files that it names; the rest by hand.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import naysay
from naysay.run.demo import demo_study


def content(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_the_folder_holds_the_study_of_the_demo_and_the_files_that_it_names(tmp_path: Path) -> None:
    study = naysay.simulated_study(tmp_path / "new" / "workspace", seed=3, effect_bp=0.0)
    written = content(tmp_path / "new" / "workspace")
    assert written.pop("analysis/demo.toml").decode() == demo_study(effect_bp=0.0, seed=3)
    tickers = [company.ticker for company in study.spec.company]
    symbols = ["^SIM", *tickers]
    assert sorted(written) == sorted(["data/posts.csv", *(f"data/prices/{one}.csv" for one in symbols)])
    posts = pd.read_csv(tmp_path / "new" / "workspace" / "data" / "posts.csv")
    assert sorted(posts["company"].unique()) == sorted(tickers)
    assert study.spec.study.seed == 3


def test_the_same_study_is_read_again_and_nothing_is_written(tmp_path: Path) -> None:
    naysay.simulated_study(tmp_path)
    (tmp_path / "data" / "posts.csv").write_text("of the user's own\n", encoding="utf-8")
    before = content(tmp_path)
    assert naysay.simulated_study(tmp_path).spec.study.name == "demo"
    assert content(tmp_path) == before


@pytest.mark.parametrize("options", [{"seed": 2}, {"effect_bp": 0.0}, {"language": "de"}])
def test_another_study_is_not_written_over_one_that_is_there(tmp_path: Path, options: dict[str, int]) -> None:
    (tmp_path / "analysis").mkdir()
    (tmp_path / "analysis" / "demo.toml").write_text(demo_study(), encoding="utf-8")
    before = content(tmp_path)
    with pytest.raises(naysay.InputError, match="which holds something else"):
        naysay.simulated_study(tmp_path, **options)  # type: ignore[arg-type]
    assert content(tmp_path) == before


def test_a_folder_with_anything_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.md").write_text("mine", encoding="utf-8")
    with pytest.raises(naysay.InputError, match="Name another folder"):
        naysay.simulated_study(tmp_path)
    assert content(tmp_path) == {"thesis.md": b"mine"}


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "workspace").write_text("mine", encoding="utf-8")
    with pytest.raises(naysay.InputError, match="folder"):
        naysay.simulated_study(tmp_path / "workspace")
