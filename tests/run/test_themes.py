"""Themes of a whole run of the demo. Expected values: the subjects and authors that were planted."""

from __future__ import annotations

import pandas as pd
import pytest

from naysay.data import simulation
from naysay.data.phrases import NEGATIVE, TOPICS, topic_subjects
from naysay.data.simulation import Simulation
from naysay.run import demo
from naysay.run.pipeline import run_study

FEWEST = 20


@pytest.fixture(scope="module")
def world_and_table(tmp_path_factory: pytest.TempPathFactory) -> tuple[Simulation, pd.DataFrame]:
    """The demo of one seed: what was planted, and the table of themes."""
    worlds: list[Simulation] = []

    def kept(**options: object) -> Simulation:
        worlds.append(simulation.simulate(**options))  # type: ignore[arg-type]
        return worlds[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo, "simulate", kept)
        folder = tmp_path_factory.mktemp("themes")
        study, workspace = demo.make_demo(folder / "w", effect_bp=-20.0, seed=2, language="en")
    about = study.study.model_copy(update={"methods": ("themes", "event_study")})
    report = study.report.model_copy(update={"sections": ("themes",), "formats": ("html",)})
    study = study.model_copy(update={"study": about, "report": report})
    _, results = run_study(study, workspace, out=folder / "run")
    return worlds[0], results.tables["themes"]


@pytest.mark.slow
def test_the_planted_subject_is_among_the_first_three_terms(
    world_and_table: tuple[Simulation, pd.DataFrame],
) -> None:
    """Of storms that are an event of the run, with 20 posts or more."""
    world, table = world_and_table
    named = []
    for company, session, topic in zip(*(world.storms[name] for name in world.storms), strict=True):
        own = table[table["event_id"] == f"{company}-{session.date()}"]
        if len(own) and own["of_posts"].iloc[0] >= FEWEST:
            phrases = [f" {subject.lower()} " for subject in topic_subjects(TOPICS[topic], NEGATIVE)]
            terms = own["term"].head(3).str.lower()
            named.append(any(f" {term} " in phrase for term in terms if term for phrase in phrases))
    assert len(named) >= 10
    assert sum(named) >= 0.9 * len(named)


@pytest.mark.slow
def test_no_author_of_the_demo_is_a_term(world_and_table: tuple[Simulation, pd.DataFrame]) -> None:
    world, table = world_and_table
    assert set(table["term"]).isdisjoint(world.posts["author"])
    assert not table["term"].str.contains("user").any()


@pytest.mark.slow
def test_the_method_runs_behind_that_of_events_whatever_their_order_in_the_study(
    world_and_table: tuple[Simulation, pd.DataFrame],
) -> None:
    assert (world_and_table[1]["scope"] == "event").sum() > 20


@pytest.mark.slow
def test_boards_of_the_demo_talk_about_the_same(world_and_table: tuple[Simulation, pd.DataFrame]) -> None:
    boards = world_and_table[1][world_and_table[1]["scope"] == "forum"]
    assert set(boards["forum"]) == set(simulation.FORUMS)
    assert not (boards["pvalue_holm"] < 0.05).any()
