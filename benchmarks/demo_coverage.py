"""How often the demo's intervals cover the effect that was planted in the mood, over seeds."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from naysay.analysis.findings import Findings, Lead
from naysay.analysis.mood_lead import MoodLead
from naysay.run.demo import EFFECT_BP, make_demo
from naysay.run.infer import infer, results_of
from naysay.run.observe import observe
from naysay.run.progress import Progress
from naysay.study.executor import Serial


def main(argv: Sequence[str]) -> int:
    """Print a line a seed and the share of intervals that cover; fail where fewer than nine in ten of the
    mood do."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks demo_coverage", description=__doc__)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--effect", type=float, default=EFFECT_BP)
    given = parser.parse_args(argv)
    covered = {"as measured": 0, "mood": 0}
    for seed in range(1, given.seeds + 1):
        findings = findings_of(given.effect, seed)
        for name, lead in (("as measured", findings.lead), ("mood", findings.mood)):
            covers = _covers(lead, given.effect)
            covered[name] += covers
            print(f"seed {seed:>3}, {name:<11}: {_interval(lead)} {'covers' if covers else 'misses'}")
    for name, n in covered.items():
        print(f"{name}: {n} of {given.seeds} intervals cover the planted {given.effect:g} bp")
    return 0 if covered["mood"] >= 0.9 * given.seeds else 1


def _covers(lead: Lead | MoodLead, effect: float) -> bool:
    return lead.low is not None and lead.high is not None and lead.low <= effect <= lead.high


def _interval(lead: Lead | MoodLead) -> str:
    return lead.reason or f"{lead.bp_per_sd:8.2f} [{lead.low:7.2f}, {lead.high:7.2f}]"


def findings_of(effect_bp: float, seed: int) -> Findings:
    """What the demo of one seed finds."""
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
        ).findings
