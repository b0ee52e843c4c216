"""Kinds of studies whose reports have to look made for them, in both editions and both languages.

``python -m tests.reports.kinds FOLDER`` draws all of them as PDF, for looking.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Final, get_args

from PIL import Image
from tests.reports.fakes import empty_tables, fake_results, missing_numbers

from naysay.reports.blocks import Document, Logo
from naysay.reports.document import build
from naysay.reports.exports import pdf
from naysay.reports.results import Results
from naysay.study.about import Language
from naysay.study.report_options import Edition

EDITIONS: Final = get_args(Edition)
LANGUAGES: Final = get_args(Language)
STOCKNET: Final = "NAYSAY_STOCKNET_RUN"
"""An environment variable: the folder of a run of StockNet, which is not ours to share."""
LONG: Final = (
    "Allgemeine Rückversicherungs- und Vermögensverwaltungsgesellschaft für Landwirtschaft und Forsten AG",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    "The Right Honourable Company of Merchant Adventurers Trading into Hudson’s Bay and Its Territories plc",
    "Vereinigte" * 8,
    "AG",
)
SCRIPTS: Final = (
    "トヨタ自動車株式会社",
    "😱 Panik AG 🚀",
    "شركة أرامكو السعودية",
    "삼성전자",
    "Śląsk Żółć S.A.",
)


def _logo() -> Logo:
    stream = io.BytesIO()
    Image.new("RGB", (120, 40), "#ffcc00").save(stream, "PNG")
    return Logo("png", stream.getvalue(), 120, 40)


def _demo(language: Language) -> Results:
    return fake_results(language=language, companies=8, planted_bp=-12.0)


def _without_events(language: Language) -> Results:
    results = fake_results("no_evidence", language=language)
    gone = ("events", "caar", "themes")
    return replace(results, tables={n: t.iloc[:0] if n in gone else t for n, t in results.tables.items()})


def _for_the_house(language: Language) -> Results:
    results = fake_results(language=language, companies=3)
    report = {**results.study["report"], "colour": "#ffcc00", "internal": True}
    return replace(results, study={**results.study, "report": report}, logo=_logo())


def _nothing(language: Language) -> Results:
    return missing_numbers(fake_results("not_testable", language=language))


def _stocknet(language: Language) -> Results:
    content = (Path(os.environ[STOCKNET]) / "results.json").read_bytes()
    results = Results.from_json(content)
    study: dict[str, Any] = {**results.study, "study": {**results.study["study"], "language": language}}
    return replace(results, study=study)


KINDS: Final[dict[str, Callable[[Language], Results]]] = {
    "demo": _demo,
    "one-company": lambda language: fake_results(language=language, companies=1),
    "sixty-three-companies": lambda language: fake_results(language=language, companies=63),
    "no-events": _without_events,
    "no-numbers": _nothing,
    "no-rows": lambda language: empty_tables(fake_results("not_testable", language=language)),
    "long-names": lambda language: fake_results(language=language, companies=5, names=LONG),
    "other-scripts": lambda language: fake_results(language=language, companies=5, names=SCRIPTS),
    "house": _for_the_house,
    **({"stocknet": _stocknet} if STOCKNET in os.environ else {}),
}


@cache
def document_of(kind: str, edition: Edition, language: Language) -> Document:
    """The report of a kind. Very long names also stand in the title."""
    results = KINDS[kind](language)
    if kind == "long-names":
        about = {**results.study["study"], "title": f"{LONG[0]} und {LONG[1]}"}
        results = replace(results, study={**results.study, "study": about})
    return build(results, edition=edition)


@cache
def pdf_of(kind: str, edition: Edition, language: Language) -> bytes:
    """The report of a kind as a PDF."""
    return pdf.render(document_of(kind, edition, language))


def main(folder: Path) -> None:
    """Draw every kind."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind in KINDS:
        for edition in EDITIONS:
            for language in LANGUAGES:
                (folder / f"{kind}_{edition}_{language}.pdf").write_bytes(pdf_of(kind, edition, language))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
