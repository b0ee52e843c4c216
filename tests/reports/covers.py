"""Results for tests of page 1, the summary and the e-mail: the small run with doubts of all kinds."""

from __future__ import annotations

import math
from dataclasses import replace

from tests.reports.fakes import fake_results, graded

from naysay.analysis.evidence import Doubt, Evidence, Grade, Support, Variants
from naysay.analysis.findings import Estimate, Verdict
from naysay.analysis.own_labels import OwnLabels
from naysay.analysis.quiet_hours import QuietHours
from naysay.reports.results import Results
from naysay.study.errors import Notice

WARNINGS = (
    Notice("without_posts", ("C00", "C01"), 0, (("n", 2), ("of", 12))),
    Notice(
        "unlinked", (), 0,
        (("n", 4_912), ("of", 5_000), ("place", "column"), ("share", 0.9824), ("written", "$AAA")),
    ),
    Notice("no_adj_close", ("A.csv",)),
)  # fmt: skip


def with_evidence(
    grade: Grade,
    *doubts: Doubt,
    support: tuple[Support, ...] = (),
    verdict: Verdict = "negative_lead",
    language: str = "en",
) -> Results:
    """The small run with every number that a doubt may quote, and with the evidence named.

    Its list of robustness lacks the study's own line, so that the only count of variants is the evidence's.
    """
    results = fake_results(verdict, language=language)
    found = results.findings
    findings = replace(
        found,
        evidence=Evidence(grade, support, doubts, Variants(13, 5), Variants(3, 1), 10),
        checks=(replace(found.checks[0], passed=None), *found.checks[1:]),
        companies=replace(
            found.companies, mean=Estimate(2.0, -3.0, 7.0), hinge=Estimate(-1.2, -6.0, 3.6, "C01")
        ),
        session_effects=Estimate(-0.5, -5.0, 4.0),
        extremes=replace(found.extremes, winsorised=Estimate(-3.0, -8.0, 2.0), ret=math.log(0.1)),
        labels=OwnLabels(240, 0.3, 0.28, 0.52, 0.44, 0.6),
        quiet=QuietHours(13, 0.1, marked=True),
    )
    lines = results.tables["robustness"]
    tables = {**results.tables, "robustness": lines[lines["check"] != "main"]}
    return replace(results, findings=findings, tables=tables)


def doubted(verdict: Verdict = "negative_lead", *, language: str = "en", planted: bool = True) -> Results:
    """Every doubt at once, the warnings of a run that lost much, and simulated companies."""
    results = fake_results(verdict, language=language, planted_bp=-12.0 if planted else None)
    found = with_evidence("weak", verdict=verdict).findings
    results = graded(
        results,
        companies=found.companies,
        session_effects=found.session_effects,
        extremes=found.extremes,
        labels=found.labels,
        quiet=found.quiet,
        caveats=("clock", "quiet_afternoon", "scorer", "one_company", "session_effects", "extremes"),
    )
    return replace(results, warnings=WARNINGS)


def differing(
    verdict: Verdict = "negative_lead", *, language: str = "en", less: int = 7, more: int = 1
) -> Results:
    """Companies that differ, ``less`` of them below zero by their own tests and ``more`` above."""
    results = fake_results(verdict, language=language)
    companies = replace(
        results.findings.companies,
        pvalue=0.0001,
        less=tuple(Estimate(-30.0 + i, -40.0, -20.0, f"C{i:02d}") for i in range(less)),
        more=tuple(Estimate(60.0, 40.0, 80.0, f"C{11 - i:02d}") for i in range(more)),
    )
    checks = tuple(
        replace(check, passed=False) if check.name == "companies_agree" else check
        for check in results.findings.checks
        if check.name in ("companies_agree", "no_reverse", "no_forerun", "placebo")
    )
    return graded(results, companies=companies, checks=checks, caveats=("companies_differ",))
