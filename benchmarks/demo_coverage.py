"""How often the demo's interval covers the effect that was planted, over seeds."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from naysay.analysis.findings import Lead
from naysay.run.demo import EFFECT_BP, make_demo
from naysay.run.infer import infer, results_of
from naysay.run.observe import observe
from naysay.run.progress import Progress
from naysay.study.executor import Serial


def main(argv: Sequence[str]) -> int:
    """Print one line a seed and the share of intervals that cover; fail below nine in ten."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks demo_coverage", description=__doc__)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--effect", type=float, default=EFFECT_BP)
    given = parser.parse_args(argv)
    covered = 0
    for seed in range(1, given.seeds + 1):
        lead = lead_of(given.effect, seed)
        if lead.bp_per_sd is None or lead.low is None or lead.high is None:
            print(f"seed {seed:>3}: {lead.reason}")
            continue
        covers = lead.low <= given.effect <= lead.high
        covered += covers
        told = f"{lead.bp_per_sd:8.2f} [{lead.low:7.2f}, {lead.high:7.2f}]"
        print(f"seed {seed:>3}: {told} {'covers' if covers else 'misses'} {given.effect:g}")
    print(f"{covered} of {given.seeds} intervals cover the planted {given.effect:g} bp")
    return 0 if covered >= 0.9 * given.seeds else 1


def lead_of(effect_bp: float, seed: int) -> Lead:
    """What the demo of one seed estimates."""
    progress = Progress(quiet=True)
    with TemporaryDirectory() as name:
        folder = Path(name)
        study, workspace = make_demo(folder, effect_bp=effect_bp, seed=seed, language="en")
        observed = observe(
            study,
            workspace,
            working=folder,
            quarantine=folder / "quarantine.jsonl",
            executor=Serial(),
            locked=True,
            progress=progress,
        )
        return results_of(
            study, observed, infer(study, observed, executor=Serial(), progress=progress)
        ).findings.lead
